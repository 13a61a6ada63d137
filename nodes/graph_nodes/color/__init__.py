"""Colour: grading, correction, conversion and matching."""
