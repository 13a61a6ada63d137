"""Nodes that choose, shift and combine frames."""
