import json

from graph_core.cache import Cache, Entry


def fill(folder):
    cache = Cache(folder=folder)
    for name in (b"a" * 16, b"b" * 16):
        cache.put(name, Entry(1.5, 24, 100.0))
    return cache.disk.size_bytes


def test_size_and_clear(studio):
    folder = studio.folder / "cache"
    size = fill(folder)

    found = json.loads(studio.run("cache", "size", "--cache-dir", folder, "--json").stdout)
    assert (found["results"], found["bytes"]) == (2, size)
    assert f"2 results, {size} B of" in studio.run("cache", "size", "--cache-dir", folder).stdout

    assert f"Removed 2 results, {size} B." in studio.run("cache", "clear", "--cache-dir", folder).stdout
    assert json.loads(studio.run("cache", "size", "--cache-dir", folder, "--json").stdout)["results"] == 0


def test_the_usual_folder(studio):
    result = studio.run("cache", "size")

    assert result.exit_code == 0
    assert str(Cache.default_folder()) in result.stdout
