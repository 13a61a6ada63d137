"""Plumbing: choosing between inputs, tidying links."""
