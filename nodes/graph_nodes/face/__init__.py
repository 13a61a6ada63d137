"""Faces: alignment, tracking, geometry, warps and mattes."""
