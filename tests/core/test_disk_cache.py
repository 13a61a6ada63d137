"""Results on disk: shared, verified on read, bounded, and never in the way of the work."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from graph_core import Cache, Image
from graph_core.cache import DiskTier, Entry

MEGABYTE = 1 << 20


def key(number):
    return number.to_bytes(16, "little")


def picture(level=0.5, size=16):
    return Image(torch.full((3, size, size), level))


def entry(level=0.5, size=16, notes=()):
    value = picture(level, size)
    return Entry(value, value.size_bytes, 1.5, notes)


def level(found):
    return None if found is None else float(found.value.pixels[0, 0, 0])


def file_of(tier, number):
    return tier.folder / f"{key(number).hex()}.value"


def used_at(tier, number, age_s):
    """Say when a result was last read."""
    then = time.time() - age_s
    os.utime(file_of(tier, number), (then, then))


@pytest.fixture
def tier(tmp_path):
    return DiskTier(tmp_path / "values", 10 * MEGABYTE)


def test_a_result_comes_back_with_its_cost_and_notes(tier):
    tier.write(key(1), entry(0.25, notes=("no face",)))
    assert key(1) in tier and len(tier) == 1
    found = tier.read(key(1))
    assert (level(found), found.cost_s, found.notes) == (0.25, 1.5, ("no face",))
    assert tier.size_bytes == file_of(tier, 1).stat().st_size
    assert tier.read(key(2)) is None


def test_a_result_survives_a_restart(tier):
    tier.write(key(1), entry(0.25))
    again = DiskTier(tier.folder, tier.limit_bytes)
    assert key(1) in again and again.size_bytes == tier.size_bytes
    assert level(again.read(key(1))) == 0.25


@pytest.mark.parametrize("keep", [0, 1, 15, 16, 17, 40, 1000, -1])
def test_a_torn_file_counts_as_absent_and_is_removed(tier, keep):
    tier.write(key(1), entry())
    path = file_of(tier, 1)
    path.write_bytes(path.read_bytes()[:keep])
    assert tier.read(key(1)) is None
    assert not path.exists() and key(1) not in tier and tier.size_bytes == 0


def test_a_file_with_one_flipped_bit_anywhere_counts_as_absent(tier):
    tier.write(key(1), entry(size=4))
    whole = file_of(tier, 1).read_bytes()
    for at in range(0, len(whole), 7):
        file_of(tier, 1).write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert tier.read(key(1)) is None
    assert list(tier.folder.iterdir()) == []


def test_a_file_with_a_true_digest_of_something_else_counts_as_absent(tier):
    import xxhash

    for body in (b"", b"hello", b"\x80\x04.", np.zeros(100).tobytes()):
        tier.folder.mkdir(exist_ok=True)
        file_of(tier, 1).write_bytes(xxhash.xxh3_128_digest(body) + body)
        assert tier.read(key(1)) is None
        assert not file_of(tier, 1).exists()


def test_a_file_of_another_process_is_found_even_before_the_folder_is_listed_again(tier):
    DiskTier(tier.folder, MEGABYTE).write(key(1), entry(0.75))
    assert level(tier.read(key(1))) == 0.75


def test_a_file_that_another_process_removed_counts_as_absent(tier):
    tier.write(key(1), entry())
    file_of(tier, 1).unlink()
    assert tier.read(key(1)) is None
    assert key(1) not in tier and tier.size_bytes == 0


def test_the_folder_keeps_its_limit_and_what_was_read_last(tmp_path):
    one = entry(size=64).size_bytes
    tier = DiskTier(tmp_path / "values", 8 * one)
    for number in range(6):
        tier.write(key(number), entry(size=64))
        used_at(tier, number, age_s=1000 - number)
    assert tier.read(key(0)) is not None
    for number in range(6, 10):
        tier.write(key(number), entry(size=64))
    on_disk = sum(path.stat().st_size for path in tier.folder.iterdir())
    assert on_disk == tier.size_bytes <= tier.limit_bytes
    assert key(0) in tier and file_of(tier, 0).exists()
    assert key(1) not in tier and not file_of(tier, 1).exists()
    assert key(9) in tier


def test_a_result_that_would_fill_the_folder_pushes_nothing_out(tmp_path):
    tier = DiskTier(tmp_path / "values", 4 * entry(size=32).size_bytes)
    tier.write(key(1), entry(size=32))
    tier.write(key(2), entry(size=128))
    assert key(1) in tier and key(2) not in tier


def test_a_folder_removed_while_in_use_is_made_again(tier):
    tier.write(key(1), entry(0.25))
    shutil.rmtree(tier.folder)
    assert tier.read(key(1)) is None
    tier.write(key(2), entry(0.75))
    assert level(tier.read(key(2))) == 0.75


def test_remains_of_a_killed_process_are_removed_once_they_are_old(tmp_path):
    one = entry(size=64).size_bytes
    tier = DiskTier(tmp_path / "values", 3 * one)
    tier.write(key(1), entry(size=64))
    old, fresh = tier.folder / "a.1.1.tmp", tier.folder / "b.1.1.tmp"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    for number in range(2, 6):
        tier.write(key(number), entry(size=64))
    assert not old.exists() and fresh.exists()


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path):
    (tmp_path / "values").write_text("a file where the folder should be")
    tier = DiskTier(tmp_path / "values", MEGABYTE)
    tier.write(key(1), entry())
    tier.refresh()
    assert tier.read(key(1)) is None and len(tier) == 0
    tier.clear()
    assert (tmp_path / "values").read_text().startswith("a file")
    assert Cache(MEGABYTE, tmp_path).load(key(1)) is None


def test_a_device_without_room_is_no_trouble():
    tier = DiskTier(Path("/dev/full/values"), MEGABYTE)
    tier.write(key(1), entry())
    assert tier.read(key(1)) is None and len(tier) == 0


def test_what_cannot_be_written_leaves_the_folder_as_it_was(tier):
    tier.write(key(1), entry())
    tier.write(key(2), Entry(object(), 64, 1.0))
    assert [path.name for path in tier.folder.iterdir()] == [file_of(tier, 1).name]
    assert key(2) not in tier


def test_clearing_removes_results_and_nothing_else(tier):
    tier.write(key(1), entry())
    stranger = tier.folder / "notes.txt"
    stranger.write_text("mine")
    tier.clear()
    assert list(tier.folder.iterdir()) == [stranger]
    assert (len(tier), tier.size_bytes) == (0, 0)


WRITER = """
import sys
from pathlib import Path
import numpy as np
from graph_core import Audio
from graph_core.cache import DiskTier, Entry

tier = DiskTier(Path(sys.argv[1]), 300_000)
bad = 0
for turn in range(150):
    key = (turn % 20).to_bytes(16, "little")
    value = Audio(np.full((3, 2304), turn % 20, np.float32), 48000)
    tier.write(key, Entry(value, value.size_bytes, 1.0))
    other = (turn * 7) % 20
    found = tier.read(other.to_bytes(16, "little"))
    bad += found is not None and not bool((found.value.samples == other).all())
print(bad)
"""


def test_two_processes_writing_at_once_never_see_half_a_file_or_a_wrong_one(tmp_path):
    folder = tmp_path / "values"
    command = [sys.executable, "-W", "error", "-c", WRITER, str(folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err, out.strip()) == (0, "", "0")
    assert not list(folder.glob("*.tmp"))
    # Each process trims on its own count, so the folder may hold what both wrote since they last looked.
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2 * 300_000
    fresh = DiskTier(folder, 300_000)
    for number in range(20):
        found = fresh.read(key(number))
        assert found is None or bool((found.value.samples == number).all())


def test_only_what_is_worth_it_goes_to_disk(tmp_path):
    cache = Cache(MEGABYTE, tmp_path, MEGABYTE)
    value = picture(size=64)
    cache.put(key(1), Entry(value, value.size_bytes, 1e-4))
    cache.put(key(2), Entry(value, value.size_bytes, 1.0))
    assert not cache.is_on_disk(key(1)) and cache.is_on_disk(key(2))


def test_a_result_from_disk_is_held_in_memory_again(tmp_path):
    cache = Cache(MEGABYTE, tmp_path, MEGABYTE)
    cache.put(key(1), entry(0.125))
    cache.drop_memory()
    assert cache.get(key(1)) is None
    assert level(cache.load(key(1))) == 0.125
    assert level(cache.get(key(1))) == 0.125


def test_a_state_survives_a_restart_and_damage_to_it_is_only_a_miss(tmp_path):
    Cache(MEGABYTE, tmp_path, MEGABYTE).put_state(key(1), {"frame": 7, "tensor": torch.ones(3)})
    again = Cache(MEGABYTE, tmp_path, MEGABYTE)
    assert again.has_state(key(1)) and again.get_state(key(1))["frame"] == 7
    third = Cache(MEGABYTE, tmp_path, MEGABYTE)
    file_of(third.disk, 1).write_bytes(b"torn")
    assert third.get_state(key(1)) is None


def test_clearing_a_cache_clears_both_tiers(tmp_path):
    cache = Cache(MEGABYTE, tmp_path, MEGABYTE)
    cache.put(key(1), entry())
    cache.clear()
    assert cache.get(key(1)) is None and cache.load(key(1)) is None and not cache.is_on_disk(key(1))
