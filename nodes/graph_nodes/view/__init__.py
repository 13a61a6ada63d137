"""Pictures for the eye: comparisons, contact sheets, scopes, overlays."""
