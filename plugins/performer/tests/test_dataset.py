"""Data sets: who is in which, what is stored, and that it is what was filmed."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from graph_plugin_performer.dataset import SCHEMA, SPLITS, clip, read, samples, seeds_of, sheet, write

from graph_core import GraphCoreError, ParamError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("set")
    assert len(list(write(target, range(3, 5), 2, 48, split="train", per_shard=1))) == 2
    return target


def test_no_identity_is_in_two_splits() -> None:
    for one, other in combinations(SPLITS.values(), 2):
        assert not set(one) & set(other)
    assert seeds_of("test", 3) == range(20_000, 20_003)
    with pytest.raises(ParamError, match="has 500 identities"):
        seeds_of("validation", 501)
    with pytest.raises(ParamError, match="no split"):
        seeds_of("holdout", 1)


def test_what_is_read_is_what_was_filmed(folder: Path) -> None:
    rows = list(read(folder))
    assert [(int(row["seed"]), int(row["frame"])) for row in rows] == [(3, 0), (3, 1), (4, 0), (4, 1)]
    again = next(iter(samples(range(4, 5), 2, 48)))
    for name in SCHEMA:
        np.testing.assert_array_equal(rows[2][name], again[name])


def test_every_field_is_what_the_schema_says(folder: Path) -> None:
    row = next(read(folder))
    assert set(row) == set(SCHEMA)
    for name, meaning in SCHEMA.items():
        kind, _, rest = meaning.partition(" ")
        shape = rest[rest.index("(") + 1 : rest.index(")")].replace("S", "48")
        assert str(row[name].dtype) == kind, name
        assert row[name].shape == tuple(int(part) for part in shape.split(",") if part.strip()), name


def test_the_manifest_names_seeds_and_says_it_is_synthetic(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["seeds"] == [3, 4]
    assert manifest["synthetic"] is True
    assert sum(shard["samples"] for shard in manifest["shards"]) == 4


def test_a_run_goes_on_where_it_stopped(folder: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.safetensors")}
    list(write(folder, range(3, 5), 2, 48, split="train", per_shard=1))
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.safetensors")} == before


def test_clips_of_one_person_differ_in_all_but_the_person() -> None:
    one, other = clip(3, 2, 48), clip(3, 2, 48, draw=1)
    np.testing.assert_array_equal(one[0].identity, other[0].identity)
    assert one[0].light != other[0].light
    assert len(one) == 3


def test_a_sheet_shows_samples_side_by_side(folder: Path) -> None:
    picture = sheet(list(read(folder))[:2])
    assert picture.shape == (96, 240, 3)
    assert picture.std() > 20


def test_a_folder_without_a_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphCoreError, match="holds no data set"):
        next(read(tmp_path))
