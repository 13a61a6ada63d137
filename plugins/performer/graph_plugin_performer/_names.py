"""Menus of the nodes; here so that declaring a node loads nothing heavy."""

from typing import Literal

__all__ = ["Backdrop", "Doing", "Moving", "Occluding"]

Doing = Literal["idle", "speech", "turn", "still", "happy", "sad", "angry", "surprised", "afraid", "disgusted", "range"]
Occluding = Literal["none", "hand", "microphone", "cup"]
Backdrop = Literal["room", "transparent"]
Moving = Literal["stand", "walk", "dance"]
