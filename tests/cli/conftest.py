"""A small plugin, installed for the tests of this folder, and a project that uses it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_core.cli import main

NODES = '''
import time
from pathlib import Path

from graph_core import Context, ExecutionError, Image, Node, Param, hookimpl, sign


class Look(Node, id="clitest.look", version=2, uses=("frame",), synthesis="edited"):
    """Look for a face in a picture.

    It never finds one.
    """

    fails_at: int = Param(0, help="Frame that goes wrong.")
    wait: float = Param(0.0, ge=0, lt=10, soft_max=2, unit="s", help="Makes it slow.")
    table: Path = Param("", help="A file it reads.")

    def process(self, image: Image, *, ctx: Context) -> Image:
        """
        Args:
            image: Picture to look at.

        Returns:
            The same picture.
        """
        time.sleep(self.wait)
        if ctx.frame == self.fails_at:
            raise ExecutionError("The lens broke.", hint="mend it")
        if ctx.frame in (2, 4, 5):
            ctx.report("no face")
        return image


class Save(Node, id="clitest.save", version=1, uses=("frame",), side_effects=True, serial=True):
    """Save each frame as a signed file."""

    path: Path = Param("", writes=True, help="Where.")
    is_signed: bool = Param(True, help="Sign it.")

    def missing_frames(self, frames):
        return [frame for frame in frames if not Path(self.path % frame).exists()]

    def process(self, image: Image, *, ctx: Context) -> None:
        """
        Args:
            image: Picture to save.
        """
        from PIL import Image as Picture

        path = Path(self.path % ctx.frame)
        part = path.with_suffix(".part")
        Picture.new("L", (4, 4), ctx.frame).save(part, "PNG")
        part.replace(path)
        if self.is_signed:
            sign(path, ancestors=ctx.ancestors)


@hookimpl
def register_nodes():
    return [Look, Save]
'''
PROJECT = {
    "semblance": 2,
    "shot": {"format": "16x9", "frames": "1-6"},
    "nodes": {
        "card": {"id": "draw.constant"},
        "look": {"id": "clitest.look", "version": 2, "inputs": {"image": "card"}},
        "save": {"id": "clitest.save", "inputs": {"image": "look"}, "params": {"path": "out.%04d.png"}},
    },
}


def install(folder: Path, name: str, code: str) -> None:
    """Lay a plugin out as pip would."""
    (folder / f"{name}.py").write_text(code)
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[graph_core.plugins]\n{name} = {name}\n")


@dataclass
class Studio:
    folder: Path
    site: Path
    monkeypatch: pytest.MonkeyPatch

    def write(self, name: str = "shot.json", **changes: dict) -> Path:
        """Write the project, with some nodes changed or added."""
        nodes = {**PROJECT["nodes"], **changes}
        path = self.folder / name
        path.write_text(json.dumps({**PROJECT, "nodes": {key: node for key, node in nodes.items() if node}}))
        return path

    def install(self, name: str, code: str) -> None:
        """Install another plugin for this test."""
        folder = self.folder / "site"
        folder.mkdir()
        install(folder, name, code)
        self.monkeypatch.syspath_prepend(folder)

    def run(self, *arguments: object) -> Result:
        """Run the program in this process."""
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    def start(self, *arguments: object) -> subprocess.Popen:
        """Run the program in a process of its own."""
        command = [sys.executable, "-c", "from graph_core.cli import main; main()", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(self.site)}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, env=environment, stdout=pipe, stderr=pipe, text=True)

    def saved(self, pattern: str = "out.*.png") -> list[int]:
        """Return the frames that lie in the folder."""
        return sorted(int(path.name.split(".")[1]) for path in self.folder.glob(pattern))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    install(folder, "clitest", NODES)
    return folder


@pytest.fixture
def studio(tmp_path, tmp_path_factory, site, monkeypatch):
    for name in ("SIGNING_CERT", "SIGNING_KEY", "TRUST_ANCHORS"):
        monkeypatch.delenv(f"SEMBLANCE_{name}", raising=False)
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    made = Studio(tmp_path, site, monkeypatch)
    made.write()
    return made
