"""Pictures: enhancement, repair, upscaling, keying and generation; frames of films too."""
