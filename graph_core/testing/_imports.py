"""Whether importing a module is cheap."""

from __future__ import annotations

import json
import subprocess
import sys

__all__ = ["HEAVY", "check_import"]

HEAVY = ("av", "cv2", "dearpygui", "librosa", "mediapipe", "numba", "onnxruntime", "scipy.optimize", "torch")
"""What no module may load before it is used: each takes a noticeable part of a second."""

_SCRIPT = """
import importlib, json, sys
loaded = {}
for name in json.loads(sys.argv[1]):
    before = set(sys.modules)
    importlib.import_module(name)
    loaded[name] = sorted(set(sys.modules) - before)
print(json.dumps(loaded))
"""


def check_import(*modules: str, heavy: tuple[str, ...] = HEAVY) -> None:
    """Prove, in a fresh process, that importing some modules loads none of the heavy libraries.

    Args:
        modules: Names of modules, imported one after another.
        heavy: Libraries that may not be loaded.

    Raises:
        AssertionError: If one is, or a module cannot be imported.
    """
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, json.dumps(modules)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"the modules cannot be imported:\n{done.stderr}")
    for module, loaded in json.loads(done.stdout).items():
        found = sorted(set(heavy) & set(loaded))
        if found:
            raise AssertionError(
                f"importing {module} loads {', '.join(found)}\nhint: import it inside the function that uses it"
            )
