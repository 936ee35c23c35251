"""Pieces of networks that plugins share: `keras` and `keras.ops` only, so that they run on every backend."""
