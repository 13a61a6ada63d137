"""Sound: sources, edits, features and pictures of it."""
