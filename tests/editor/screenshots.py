"""Take the pictures of the editor that the README shows: a person's hands on a real window, nothing staged.

Run as `make screenshots`; needs Xvfb and xdotool.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from editor_window import Display, Window

from graph_core import Ancestor, sign

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("screenshots")
# What the pictures show of people is drawn by this node.
ANCESTORS = (Ancestor("performer", "generate.head", 1, "generated", "A performer drawn from a seed"),)


def keep(window: Window, name: str) -> None:
    """Keep a signed picture of the window."""
    path = FOLDER / f"{name}.jpg"
    window.display.picture().convert("RGB").save(path, quality=88, optimize=True)
    sign(path, ancestors=ANCESTORS)


def main() -> None:
    """Go through the main states."""
    FOLDER.mkdir(exist_ok=True)
    display = Display()
    with tempfile.TemporaryDirectory() as folder:
        window = Window(display, Path(folder))
        window.item("Composite", "Button")
        window.move((1500, 960))
        window.settle(10)
        keep(window, "welcome")
        window.close()
        window = Window(display, Path(folder), ROOT / "projects" / "face_swap.json")
        try:
            window.wait(lambda look: look.viewed and not look.is_computing, "the first picture", 180)
            window.click(window.look().place("canvas", "node face_matte"))
            window.move((700, 200))
            window.settle(20)
            keep(window, "face_swap")
            window.move(window.look().place("canvas", "corner"))
            window.key("Tab")
            window.type("blu")
            window.settle(10)
            keep(window, "palette")
            window.key("Escape", "F1")
            window.settle(10)
            keep(window, "keys")
        finally:
            window.close()
            display.close()


if __name__ == "__main__":
    main()
