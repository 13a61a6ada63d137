"""Mattes: keys, shapes and their edges."""
