"""Project files: JSON that is small to diff, checked on the way in, written all or nothing.

```json
{
  "semblance": 2,
  "shot": {"format": "1280x720", "fps": "25", "frames": "1-100", "follow": "plate"},
  "nodes": {
    "plate": {"id": "io.read", "version": 1, "params": {"path": "clip.mp4"}},
    "soft": {
      "id": "filter.blur", "version": 1, "inputs": {"image": "plate"}, "position": [240, 0],
      "params": {"size": {"keys": [[1, 0.0, "linear"], [50, 12.0, "smooth"]]}}
    },
    "sound": {"id": "io.audio_read", "version": 1, "params": {"path": {"knob": "plate.path"}}}
  }
}
```

`backdrops` are titled, coloured areas behind the nodes of the canvas; they mean nothing to the engine.
`follow` names a node that reads media: while it has a file, its format, rate and frames are the shot's.
A link is the name of a node, or `node.port`. Paths are relative to the project's folder.
Nothing in a project file is evaluated or imported.
"""

from graph_core.project._file import DEFAULT_SHOT, VERSION, Backdrop
from graph_core.project._project import Project
from graph_core.project._values import check_shot
from graph_core.project._write import ProjectState, layout, to_content, to_json

__all__ = [
    "DEFAULT_SHOT",
    "VERSION",
    "Backdrop",
    "Project",
    "ProjectState",
    "check_shot",
    "layout",
    "to_content",
    "to_json",
]
