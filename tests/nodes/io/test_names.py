from pathlib import Path

import pytest
from graph_nodes.io._names import file_at, is_sequence, is_still, numbers_of

from graph_core import MediaError


def test_a_number_wider_than_its_pattern_is_kept_whole() -> None:
    assert file_at("a/b.%02d.png", 1001) == Path("a/b.1001.png")
    assert file_at("b.%d.png", 7).name == "b.7.png"
    assert file_at("b.##.png", 7).name == "b.07.png"


def test_only_the_name_makes_a_sequence() -> None:
    assert not is_sequence("shots/%04d/plate.png")
    assert is_sequence("plate_#.png")


def test_a_picture_is_known_by_its_suffix() -> None:
    assert is_still("A.PNG")
    assert not is_still("a.mov")


def test_numbers_are_those_of_files_that_fit(tmp_path: Path) -> None:
    for name in ("p.0003.png", "p.0001.png", "p.12345.png", "p.2.png", "p.0004.exr", "q.0005.png", "p.0006.png.tmp"):
        (tmp_path / name).touch()
    assert numbers_of(tmp_path / "p.%04d.png") == (1, 3, 12345)


def test_a_file_added_later_is_seen(tmp_path: Path) -> None:
    (tmp_path / "p.1.png").touch()
    assert numbers_of(tmp_path / "p.%d.png") == (1,)
    (tmp_path / "p.2.png").touch()
    assert numbers_of(tmp_path / "p.%d.png") == (1, 2)


def test_no_file_at_all_names_pattern_or_folder(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"p\.%04d\.png"):
        numbers_of(tmp_path / "p.%04d.png")
    with pytest.raises(MediaError, match="nowhere does not exist"):
        numbers_of(tmp_path / "nowhere" / "p.%04d.png")
