"""Transforms: moving, scaling and pinning pictures."""
