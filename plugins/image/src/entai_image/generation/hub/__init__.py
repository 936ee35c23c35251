"""Models that make pictures from words, from a local folder in KerasHub's form, through keras-hub (an extra)."""
