"""Motion from frame to frame, and warps along it."""
