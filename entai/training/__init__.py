"""Training that every recipe shares: one Trainer over Keras `fit`, exact to resume."""
