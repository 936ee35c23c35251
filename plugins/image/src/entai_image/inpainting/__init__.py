"""Inpainting: what a hole is, how it is filled, and scratches that are found."""
