"""Snapshots: the pixels that are shown, and credentials that say how they were made."""

import numpy as np
import PIL.Image
import pytest
from value_nodes import HEIGHT, WIDTH, Coverage, Picture
from viewing import Viewing

from graph_core import Image, Node, verify
from graph_core.editor.viewer._painting import job_of
from graph_core.editor.viewer._snapshot import Snapshots
from graph_core.errors import GraphCoreError


class Invent(Node, id="snap.invent", synthesis="generated"):
    """Invent a person."""

    def process(self, image: Image) -> Image:
        return image


@pytest.fixture
def viewing():
    made = Viewing()
    yield made
    made.session.close()


@pytest.fixture
def snapshots(viewing, tmp_path):
    viewing.open(("plate", Picture), ("made", Invent), made="plate")
    viewing.session.document.save(tmp_path / "shot.json")
    viewing.settle()
    return Snapshots(viewing.session, viewing.monitor)


def saved(viewing, snapshots):
    """Take turns until a snapshot is saved."""
    found = []

    def update():
        found.append(snapshots.update())
        return found[-1]

    viewing.until(update, seconds=20)
    return found[-1]


def test_what_is_shown_is_saved_to_the_pixel(viewing, snapshots, tmp_path):
    viewing.monitor.fit((200, 100))
    paint = job_of(viewing.monitor, 1, (200, 100), 0, 1.0).picture
    snapshots.snap(paint)
    path = saved(viewing, snapshots)
    assert path == tmp_path / "snapshots" / "shot_made_0001.png"
    assert (np.asarray(PIL.Image.open(path)) == paint()).all()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_whole_frame_is_saved_at_full_resolution_from_a_draft(viewing, snapshots):
    viewing.session.viewed.show_at(0.5)
    viewing.settle()
    viewing.controls.change_look(channels="r")
    snapshots.snap_whole()
    pixels = np.asarray(PIL.Image.open(saved(viewing, snapshots)))
    assert pixels.shape == (HEIGHT, WIDTH, 3)
    assert (pixels[..., 0] == pixels[..., 1]).all()
    assert len(np.unique(pixels[:, 1:] != pixels[:, :-1])) == 2


def test_the_credentials_name_the_nodes_above(viewing, snapshots):
    snapshots.snap_whole()
    credentials = verify(saved(viewing, snapshots))
    assert credentials.state == "valid"
    assert "compositeSynthetic" in str(credentials) or "algorithmicMedia" in str(credentials)
    assert "snap.invent" in str(credentials) and "value.picture" in str(credentials)


def test_no_snapshot_replaces_another(viewing, snapshots):
    names = []
    for _ in range(2):
        snapshots.snap_whole()
        names.append(saved(viewing, snapshots).name)
    assert names == ["shot_made_0001.png", "shot_made_0001_2.png"]


def test_without_a_picture_there_is_nothing_to_save(viewing):
    viewing.open(("matte", Coverage))
    viewing.settle()
    with pytest.raises(GraphCoreError, match="no picture"):
        Snapshots(viewing.session, viewing.monitor).snap_whole()


def test_a_folder_that_cannot_be_written_is_told(viewing, snapshots, tmp_path):
    (tmp_path / "snapshots").write_text("in the way")
    snapshots.snap_whole()
    with pytest.raises(GraphCoreError, match="cannot be written"):
        saved(viewing, snapshots)
