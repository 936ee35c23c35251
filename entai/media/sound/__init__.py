"""Sound files and pipes: forms, reading, writing, tags, pictures. `entai.media.Audio` is the face of all this."""
