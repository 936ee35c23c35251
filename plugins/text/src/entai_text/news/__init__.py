"""News that is true: facts in, articles out whose every sentence names its sources, and a checker for any text."""
