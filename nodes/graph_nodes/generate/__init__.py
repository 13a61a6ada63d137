"""Sources made up entirely in code: a talking head and its voice."""
