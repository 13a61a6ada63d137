"""Waiting in tests: for something to be so, with a limit, and never for a fixed time."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], seconds=5.0):
    """Wait for something; return what it is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.002)
    raise AssertionError("it does not come about")
