"""A small causal net that takes noise from speech: how it is built, trained and run, whole and live."""
