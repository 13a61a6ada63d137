"""Actions: one table of all that has a key or a menu entry. Menus, key map and key presses are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Action", "Actions", "Chord"]


@dataclass(frozen=True, slots=True)
class Chord:
    """A key with its modifiers.

    >>> str(Chord.parse("Ctrl+Shift+Z"))
    'Ctrl+Shift+Z'
    """

    key: str
    ctrl: bool = False
    shift: bool = False
    alt: bool = False

    @classmethod
    def parse(cls, text: str) -> Chord:
        """Read a chord such as `Ctrl+Z`, `F1` or `Shift+Left`."""
        *modifiers, key = text.split("+") if not text.endswith("+") else [*text[:-1].split("+")[:-1], "+"]
        return cls(key, "Ctrl" in modifiers, "Shift" in modifiers, "Alt" in modifiers)

    def __str__(self) -> str:
        """Write as it is parsed."""
        held = (("Ctrl", self.ctrl), ("Shift", self.shift), ("Alt", self.alt))
        return "+".join([*(name for name, is_held in held if is_held), self.key])


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    Attributes:
        label: What menus and key map call it.
        run: Does it.
        keys: Chords, such as `Ctrl+Z`; the first is the one that menus show.
        menu: Name of the menu it stands in, or "" for keys alone.
        panel: Name of the panel the mouse must be over, or "" for everywhere.
        is_enabled: Whether it can be done now.
        is_checked: For an entry that is on or off.
        repeats: Holding the key down does it again and again.
        group: Entries of a menu with different groups are kept apart by a line.
    """

    label: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: str = ""
    panel: str = ""
    is_enabled: Callable[[], bool] = lambda: True
    is_checked: Callable[[], bool] | None = None
    repeats: bool = False
    group: str = ""


class Actions:
    """The table of actions, in the order they were added."""

    def __init__(self) -> None:
        """Begin empty."""
        self._actions: list[Action] = []
        self._by_chord: dict[tuple[Chord, str], Action] = {}

    def add(self, *actions: Action) -> None:
        """Take in actions.

        Raises:
            ValueError: If two want the same key in the same place.
        """
        for action in actions:
            for key in action.keys:
                place = (Chord.parse(key), action.panel)
                if place in self._by_chord:
                    raise ValueError(
                        f"{key} does {self._by_chord[place].label!r} already, and {action.label!r} wants it"
                    )
                self._by_chord[place] = action
            self._actions.append(action)

    def __iter__(self) -> Iterator[Action]:
        """Iterate over all actions."""
        return iter(self._actions)

    def find(self, chord: Chord, panel: str) -> Action | None:
        """Return what a key does with the mouse over a panel."""
        return self._by_chord.get((chord, panel)) or self._by_chord.get((chord, ""))
