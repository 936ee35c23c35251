"""What the kind Video is made of: opened lazily, changed frame by frame, written in pieces that can be gone on from."""
