"""Filters: softening, sharpening, noise and grain."""
