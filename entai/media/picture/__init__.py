"""What the kind `Image` is made of: reading, writing, what a file carries beside its pixels, and showing."""
