"""Sound taken apart into stems that add up to it."""
