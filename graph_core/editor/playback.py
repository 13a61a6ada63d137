"""Playing: which frame is due, the pictures made ahead of it, and the sound that goes with them."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from graph_core.editor._background import start
from graph_core.editor._signal import Signal
from graph_core.editor._timing import Mode, Route, Timing
from graph_core.editor.evaluator import Evaluator, Outcome, Reel, Want
from graph_core.editor.sound import Silence, Sink
from graph_core.graph import Graph
from graph_core.node import Shot
from graph_core.project import ProjectState
from graph_core.values import Audio, FrameRange

__all__ = ["Mode", "Playback", "sound_of"]

_SOUND = "sound"
_RECENT_S = 1.0


class Playback:
    """Plays what is viewed, in time with the sound. Called from the screen's thread; nothing here waits.

    Frames that cannot be made in time are left out, unless every frame is to be shown or each needs the one
    before it. Sound is heard when the shot plays forwards in time.

    ```python
    playback.play(document.state, "grade", shot, frame=1)
    …
    outcome = playback.update()  # in every turn of the loop
    if outcome is not None:
        viewer.show(outcome)
    ```

    Attributes:
        mode: What happens at the end: "loop", "once" or "bounce".
        is_every_frame: Show each frame, however long that takes; it is silent.
        is_playing: Whether it plays.
        frame: The frame that is shown.
        fps: Pictures shown a second, over the last second.
        wanted_fps: The shot's rate.
        track: The sound track that goes with what is viewed.
        ended: Emitted when it comes to its end or an error by itself.

    Args:
        evaluator: Makes the pictures.
        open_speakers: Opens the sound card, on a thread of its own; None when there is to be no sound.
    """

    def __init__(self, evaluator: Evaluator, open_speakers: Callable[[], Sink | None] | None = None) -> None:
        self.mode: Mode = "loop"
        self.is_every_frame = False
        self.frame = 1
        self.wanted_fps = 25.0
        self.track: Audio | None = None
        self.ended: Signal[[]] = Signal()
        self._volume = 1.0
        self._evaluator = evaluator
        self._open_speakers = open_speakers
        self._silence: Sink = Silence()
        self._speakers: Sink | None = None
        self._opening: threading.Thread | None = None
        self._timing: Timing | None = None
        self._reel: Reel | None = None
        self._shown: deque[float] = deque()

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._reel is not None

    @property
    def is_in_time(self) -> bool:
        """Whether it keeps to the clock, and to the sound; if not, each frame is shown as it comes."""
        return self._timing is None or self._timing.is_in_time

    @property
    def fps(self) -> float:
        """Pictures shown a second, over the last second; 0 before there are two."""
        if len(self._shown) < 2:
            return 0.0
        return (len(self._shown) - 1) / max(1e-6, self._shown[-1] - self._shown[0])

    @property
    def volume(self) -> float:
        """How loud the sound is, from 0 to 1."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = volume
        if self._speakers is not None:
            self._speakers.volume = volume

    # What to play

    def play(
        self,
        state: ProjectState,
        target: str,
        shot: Shot,
        frame: int,
        limits: FrameRange | None = None,
        *,
        direction: int = 1,
        scale: float = 1.0,
    ) -> None:
        """Play an output from a frame on.

        Args:
            state: The project.
            target: Output.
            shot: The shot as the evaluator knows it.
            frame: Where to begin.
            limits: From the in point to the out point; all of the shot when not given.
            direction: 1 forwards, -1 backwards.
            scale: Of the pictures.
        """
        self.stop()
        self.wanted_fps = float(shot.fps)
        route = Route(limits or shot.frames, frame, direction, self.mode)
        self.frame = route.limits.clamp(frame)
        self._shown.clear()
        is_heard = direction > 0 and self.mode != "bounce" and self.track is not None
        clock = self._speakers if is_heard and self._speakers is not None else self._silence
        self._timing = Timing(route, shot.frames.first, shot.fps, clock, is_every_frame=self.is_every_frame)
        self._start(state, target, scale, 0)

    def change(self, state: ProjectState, target: str, scale: float = 1.0) -> None:
        """Go on with another state of the project, or another output."""
        if self._timing is not None:
            self._start(state, target, scale, self._timing.due)

    def stop(self) -> None:
        """Stop at the frame that is shown."""
        if self._reel is not None and self._timing is not None:
            self._reel.close()
            self._timing.stop()
        self._reel = self._timing = None

    def listen(self, state: ProjectState, sound: str | None, shot: Shot) -> None:
        """Have a sound track made ready, in the background; None for none.

        Call it when the project or what is viewed has changed.
        """
        wants = [Want(sound, shot.frames.first, 1.0, _SOUND)] if sound is not None else []
        self._evaluator.want(state, wants, group=_SOUND)
        if sound is None:
            self._load(None)

    def scrub(self, frame: int, shot: Shot) -> None:
        """Let the moment of a frame be heard, while nothing plays."""
        if not self.is_playing and self._speakers is not None and self.track is not None:
            self._speakers.play(float((frame - shot.frames.first) / shot.fps), for_s=float(1 / shot.fps))

    # In every turn of the loop

    def update(self) -> Outcome | None:
        """Return the picture to be shown now, or None when it is the one before."""
        for heard in self._evaluator.poll(_SOUND):
            self._load(heard.value if isinstance(heard.value, Audio) else None)
        reel, timing = self._reel, self._timing
        if reel is None or timing is None:
            return None
        following = reel.following
        if not timing.is_rolling and following is not None:
            timing.roll(following)
        found = reel.take(timing.place_to_show(following)) if timing.is_rolling else None
        if found is not None:
            place, outcome = found
            timing.note(place, is_walk=reel.is_walk)
            return self._show(outcome)
        if reel.is_over:
            self.stop()
            self.ended()
            return reel.failure
        return None

    def close(self) -> None:
        """Stop, and let the sound card go."""
        self.stop()
        if self._opening is not None:
            self._opening.join(1.0)
        if self._speakers is not None:
            self._speakers.close()

    # Inside

    def _start(self, state: ProjectState, target: str, scale: float, place: int) -> None:
        timing = self._timing
        assert timing is not None
        earliest = None if self.is_every_frame else timing.earliest
        self._reel = self._evaluator.play(state, target, _upcoming(timing.route, place), scale, earliest)

    def _show(self, outcome: Outcome) -> Outcome:
        now = time.monotonic()
        self._shown.append(now)
        while len(self._shown) > 2 and now - self._shown[0] > _RECENT_S:
            self._shown.popleft()
        self.frame = outcome.want.frame
        return outcome

    def _load(self, track: Audio | None) -> None:
        self.track = track
        if self._speakers is not None:
            self._speakers.load(track)
        elif track is not None and self._opening is None and self._open_speakers is not None:
            self._opening = start("sound", self._open)

    def _open(self) -> None:
        assert self._open_speakers is not None
        speakers = self._open_speakers()
        if speakers is not None:
            speakers.volume = self._volume
            self._speakers = speakers
            speakers.load(self.track)


def _upcoming(route: Route, place: int) -> Iterator[tuple[int, int]]:
    while (frame := route.frame(place)) is not None:
        yield place, frame
        place += 1


def sound_of(graph: Graph, target: str) -> str | None:
    """Return the output that is heard with what is viewed: itself, or what goes to the node that writes it.

    Nodes that write what the viewed node feeds come before others.
    """
    name = target.partition(".")[0]
    if name in graph and _is_sound(graph, target):
        return target
    below = graph.downstream(name) | {name} if name in graph else set()
    writers = [node for node in graph if node.cls is not None and node.cls.side_effects and not node.disabled]
    for node in sorted(writers, key=lambda node: node.name not in below):
        for slot, source in node.feeds():
            port: Any = node.port(slot)
            if port is not None and port.type is Audio:
                return str(source)
    return None


def _is_sound(graph: Graph, target: str) -> bool:
    node = graph.node(target.partition(".")[0])
    if node.cls is None or not node.cls.signature.outputs:
        return False
    return graph.output_type(graph.source(target)) is Audio
