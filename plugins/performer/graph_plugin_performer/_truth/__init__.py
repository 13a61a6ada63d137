"""What is known of a frame beside its pixels: landmarks, boundaries, coefficients."""
