"""Enhancement: one family of small networks, what it is trained on, and the task."""
