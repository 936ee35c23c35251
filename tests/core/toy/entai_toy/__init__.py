"""A stranger's plugin for the tests: it shouts."""
