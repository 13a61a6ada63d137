"""The editor: a compositor's desk around the engine."""
