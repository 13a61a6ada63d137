"""Playing: which frame is due, the pictures made ahead of it, and the sound that goes with them."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graph_core.editor._background import start
from graph_core.editor._signal import Signal
from graph_core.editor.evaluator import Evaluator, Outcome, Reel, Want
from graph_core.editor.sound import Silence, Sink
from graph_core.graph import Graph
from graph_core.node import Shot
from graph_core.project import ProjectState
from graph_core.values import Audio, FrameRange

__all__ = ["Playback", "Route", "sound_of"]

Mode = Literal["loop", "once", "bounce"]

_SOUND = "sound"
_RECENT_S = 1.0
_EASE = 0.05
_MOST_LEAD = 50.0


@dataclass(frozen=True, slots=True)
class Route:
    """In which order the frames come: they are counted by places, whichever way they go.

    >>> [Route(FrameRange(1, 3), 2, 1, "bounce").frame(place) for place in range(6)]
    [2, 3, 2, 1, 2, 3]

    Attributes:
        limits: From the in point to the out point.
        begin: The frame at place 0.
        direction: 1 forwards, -1 backwards.
        mode: What happens at the end.
    """

    limits: FrameRange
    begin: int
    direction: int
    mode: Mode

    def frame(self, place: int) -> int | None:
        """Return the frame at a place, or None behind the end."""
        first, count = self.limits.first, len(self.limits)
        offset = self.limits.clamp(self.begin) - first + self.direction * place
        if self.mode == "loop":
            return first + offset % count
        if self.mode == "bounce" and count > 1:
            offset %= 2 * (count - 1)
            return first + min(offset, 2 * (count - 1) - offset)
        return first + offset if 0 <= offset < count else None

    @property
    def last_place(self) -> int | None:
        """The last place, or None when it never ends."""
        if self.mode != "once":
            return None
        begin = self.limits.clamp(self.begin)
        return self.limits.last - begin if self.direction > 0 else begin - self.limits.first


class Playback:
    """Plays what is viewed, in time with the sound. Called from the screen's thread; nothing here waits.

    Frames that cannot be made in time are left out, unless every frame is to be shown. Sound is heard when
    the shot plays forwards in time.

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
        self._clock: Sink = self._silence
        self._route = Route(FrameRange(1, 1), 1, 1, "once")
        self._shot: Shot | None = None
        self._reel: Reel | None = None
        self._is_rolling = False
        self._lead = _Lead()
        self._shown: deque[float] = deque()

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._reel is not None

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
        self._shot, self.wanted_fps = shot, float(shot.fps)
        self._route = Route(limits or shot.frames, frame, direction, self.mode)
        self.frame = self._route.frame(0) or frame
        self._lead = _Lead()
        self._is_rolling = False
        self._shown.clear()
        is_heard = direction > 0 and self.mode != "bounce" and not self.is_every_frame and self.track is not None
        self._clock = self._speakers if is_heard and self._speakers is not None else self._silence
        self._reel = self._evaluator.play(state, target, self._upcoming(0), scale)

    def change(self, state: ProjectState, target: str, scale: float = 1.0) -> None:
        """Go on with another state of the project, or another output."""
        if self._reel is not None:
            self._reel = self._evaluator.play(state, target, self._upcoming(self._due()), scale)

    def stop(self) -> None:
        """Stop at the frame that is shown."""
        if self._reel is not None:
            self._reel.close()
            self._reel = None
            self._clock.stop()

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
        reel = self._reel
        if reel is None:
            return None
        if not self._is_rolling and (reel.following is not None or reel.failure is not None):
            self._roll()
        found = reel.take(self._place_to_show(reel)) if self._is_rolling else None
        if found is None:
            if reel.is_over:
                self.stop()
                self.ended()
                return reel.failure
            return None
        return self._show(*found)

    def close(self) -> None:
        """Stop, and let the sound card go."""
        self.stop()
        if self._opening is not None:
            self._opening.join(1.0)
        if self._speakers is not None:
            self._speakers.close()

    # Inside

    def _roll(self) -> None:
        """Start the clock: the first picture is there."""
        assert self._shot is not None
        first, fps = self._shot.frames.first, self._shot.fps
        limits = self._route.limits
        loop = (float((limits.first - first) / fps), float((limits.last + 1 - first) / fps))
        self._clock.play(float((self.frame - first) / fps), loop if self.mode == "loop" else None)
        self._is_rolling = True

    def _due(self) -> int:
        """Return the place that should be on screen."""
        return math.floor(self._clock.played_s * self.wanted_fps + 1e-6) if self._is_rolling else 0

    def _place_to_show(self, reel: Reel) -> int:
        if not self.is_every_frame:
            return self._due()
        following = reel.following
        is_due = not self._shown or time.monotonic() - self._shown[-1] >= 0.97 / self.wanted_fps
        return following if following is not None and is_due else -1

    def _show(self, place: int, outcome: Outcome) -> Outcome:
        now = time.monotonic()
        self._shown.append(now)
        while len(self._shown) > 2 and now - self._shown[0] > _RECENT_S:
            self._shown.popleft()
        self._lead.note(self._due() - place)
        self.frame = outcome.want.frame
        return outcome

    def _upcoming(self, begin: int) -> Iterator[tuple[int, int]]:
        """Give the places to be made; asked from the thread that makes them."""
        place, last = begin - 1, self._route.last_place
        while last is None or place < last:
            place += 1
            if not self.is_every_frame:
                place = max(place, self._due() + self._lead.places)
            if last is not None:
                place = min(place, last)
            frame = self._route.frame(place)
            assert frame is not None
            yield place, frame

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


class _Lead:
    """How many places ahead of the clock a picture has to be begun to be there in time."""

    def __init__(self) -> None:
        self._places = 0.0

    @property
    def places(self) -> int:
        """The lead, as it has proved right so far."""
        return math.ceil(self._places)

    def note(self, late: int) -> None:
        """Take in by how many places a picture was late; in time, it need not have been begun quite so early."""
        self._places = min(max(0.0, self._places + 0.5 * late - _EASE), _MOST_LEAD)


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
