"""Cutting a figure out of a picture taken before a screen of one colour, in closed forms."""
