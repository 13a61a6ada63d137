"""Projects for tests in a real window: quick to compute, on a small format."""

import json
from pathlib import Path

__all__ = ["CARD", "write_project"]


def write_project(path: Path, nodes: dict, *, frames: str = "1-20", size: str = "96x54", version: int = 2) -> Path:
    """Write a project file."""
    shot = {"format": size, "fps": "25", "frames": frames}
    path.write_text(json.dumps({"semblance": version, "shot": shot, "nodes": nodes}))
    return path


CARD = {
    "card": {"id": "draw.test_card", "position": [0, 0]},
    "soft": {
        "id": "filter.blur",
        "inputs": {"image": "card"},
        "position": [260, 0],
        "params": {"size": {"keys": [[1, 0.0, "linear"], [8, 4.0, "linear"], [15, 0.0, "linear"]]}},
    },
    "tone": {"id": "audio.tone", "position": [260, 200]},
    "out": {
        "id": "io.write",
        "inputs": {"image": "soft", "audio": "tone"},
        "position": [520, 0],
        "params": {"path": "out.mov"},
    },
}
