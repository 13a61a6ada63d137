"""Voices: text to sound and phonemes."""
