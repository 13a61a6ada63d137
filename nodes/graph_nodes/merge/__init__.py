"""Merging: putting pictures on top of and into each other."""
