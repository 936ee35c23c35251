"""Language models: what they learn from, how they are built, and how text is drawn from them."""
