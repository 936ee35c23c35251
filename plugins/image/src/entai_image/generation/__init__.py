"""Pictures from an example: textures of any size."""
