"""Data sets: what is drawn, how it is stored."""
