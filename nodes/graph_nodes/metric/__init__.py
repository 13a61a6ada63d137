"""Numbers that say how far two pictures are apart."""
