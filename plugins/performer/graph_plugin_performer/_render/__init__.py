"""From triangles to pixels."""
