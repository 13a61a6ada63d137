"""Results kept by what they depend on, in memory and on disk."""

from graph_core.cache._cache import Cache
from graph_core.cache._codec import decode, encode
from graph_core.cache._disk import DiskTier
from graph_core.cache._memory import Entry, MemoryTier

__all__ = ["Cache", "DiskTier", "Entry", "MemoryTier", "decode", "encode"]
