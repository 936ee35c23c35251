"""Language models from a local folder, KerasHub's or Hugging Face's, through keras-hub (an extra)."""
