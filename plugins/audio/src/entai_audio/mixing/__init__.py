"""Noisy speech without end, mixed on the fly from folders of clean speech and noise."""
