"""Pictures made from nothing: colours, patterns, shapes, text."""
