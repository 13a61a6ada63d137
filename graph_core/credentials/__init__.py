"""Content Credentials: what a finished file says about how it was made, and whether that still holds."""

from graph_core.credentials._sign import sign
from graph_core.credentials._store import sidecar_of
from graph_core.credentials._verify import Action, Credentials, Ingredient, verify

__all__ = ["Action", "Credentials", "Ingredient", "sidecar_of", "sign", "verify"]
