"""Fingerprints: they change with what a result depends on, with nothing else, and are the same everywhere."""

import os
import shutil
import subprocess
import sys
from fractions import Fraction

import pytest
from toy_nodes import (
    Add,
    Clock,
    Everything,
    Grey,
    Half,
    Lines,
    Neighbours,
    Number,
    Soft,
    Split,
    Stack,
    Through,
    Total,
    graph,
)

from graph_core import Curve, Format, FrameRange, Image, Key, Project, Registry, Shot
from graph_core.graph import KnobLink
from graph_core.plan import FileDigests, plan
from graph_core.testing import sample

SHOT = Shot(Format(4, 4), Fraction(25), FrameRange(1, 9))
DIGESTS = FileDigests()


def key(made, name, frame=1, shot=SHOT, salt="cpu float32"):
    planned = plan(made, [made.source(name)], shot, salt, DIGESTS)
    return planned.key(planned.targets[0][0], frame)


def chain():
    """Make a - b - c, and d beside them."""
    made = graph(("a", Number), ("b", Add), ("c", Add), ("d", Number))
    made.link("a", "b.numbers")
    made.link("b", "c.numbers")
    return made


def test_only_what_lies_below_an_edit_gets_new_keys():
    made = chain()
    before = {name: key(made, name) for name in made.nodes}
    assert len(set(before.values())) == 3 and before["a"] == before["d"]
    made.set_param("b", "plus", 5)
    after = {name: key(made, name) for name in made.nodes}
    assert [name for name in made.nodes if before[name] != after[name]] == ["b", "c"]
    made.set_param("b", "plus", 0)
    assert {name: key(made, name) for name in made.nodes} == before


@pytest.mark.parametrize("edit", ["rename", "label", "position", "order"])
def test_what_the_artist_calls_things_and_where_they_lie_changes_nothing(edit):
    made = chain()
    before = key(made, "c")
    if edit == "rename":
        made.rename("a", "plate")
    elif edit == "label":
        made.node("a").label = "a remark"
    elif edit == "position":
        made.node("a").position = (300.0, 20.0)
    else:
        made.remove("d")
    assert key(made, "c") == before


@pytest.mark.parametrize("name", [name for name, spec in Everything.params.items() if spec.kind != "path"])
def test_each_knob_changes_the_key_but_a_remark(name):
    made = graph(("every", Everything), ("below", Add))
    made.link("every", "below.numbers")
    before = key(made, "every"), key(made, "below")
    value = {"amount": 0.25, "count": 4, "on": True, "words": "x", "mode": "plus", "tint": (1, 1, 1, 0.5),
             "place": (0, 1), "note": "x"}[name]  # fmt: skip
    made.set_param("every", name, value)
    after = key(made, "every"), key(made, "below")
    assert [now == was for now, was in zip(after, before, strict=True)] == [name == "note"] * 2
    made.reset_param("every", name)
    assert (key(made, "every"), key(made, "below")) == before


def test_a_knob_set_to_its_default_or_written_otherwise_is_the_same():
    made = graph(("grey", Grey))
    before = key(made, "grey")
    made.set_param("grey", "level", 0.5)
    assert key(made, "grey") == before
    made.set_param("grey", "level", 0)
    zero = key(made, "grey")
    made.set_param("grey", "level", -0.0)
    assert key(made, "grey") == zero != before


def test_which_output_feeds_which_input_matters():
    made = graph(("one", Grey), ("two", Grey), ("stack", Stack), ("split", Split), ("dot", Through))
    made.set_param("one", "level", 0.25)
    for name in ("one", "two"):
        made.link(name, "stack.layers")
    first = key(made, "stack")
    made.link("two", "stack.layers[0]")
    made.link("one", "stack.layers[1]")
    assert key(made, "stack") != first
    made.link("one", "split.image")
    made.link("split.image", "dot.value")
    image = key(made, "dot")
    made.link("split.matte", "dot.value")
    assert key(made, "dot") != image


def test_an_optional_input_matters():
    made = graph(("grey", Grey), ("split", Split), ("soft", Soft))
    made.link("grey", "split.image")
    made.link("grey", "soft.image")
    before = key(made, "soft")
    made.link("split.matte", "soft.mask")
    assert key(made, "soft") != before


def test_a_disabled_node_is_as_if_it_were_not_there():
    made = graph(("a", Number), ("b", Add), ("c", Add), ("short", Add))
    made.link("a", "b.numbers")
    made.link("b", "c.numbers")
    made.link("a", "short.numbers")
    made.set_disabled("b", True)
    assert key(made, "c") == key(made, "short")


def test_a_disabled_node_passes_its_first_input_on_whichever_was_linked_last():
    made = graph(("a", Number), ("b", Number), ("sum", Add), ("below", Add), ("short", Add))
    made.set_param("b", "value", 5)
    for source, target in (("a", "sum.numbers"), ("b", "sum.numbers"), ("a", "sum.numbers[0]"), ("sum", "below")):
        made.link(source, target)
    made.link("a", "short")
    made.set_disabled("sum", True)
    again = Project.parse(Project(made).to_json(), made.registry).graph
    assert key(made, "below") == key(made, "short") == key(again, "below")


def test_a_knob_that_follows_another_counts_as_that_value():
    made = graph(("a", Number), ("b", Number))
    made.set_param("a", "value", 7)
    made.set_param("b", "value", KnobLink("a", "value"))
    assert key(made, "b") == key(made, "a")
    made.set_param("a", "value", 8)
    assert key(made, "b") == key(made, "a")


def test_a_curve_gives_each_frame_its_own_key_and_equal_values_share_one():
    made = graph(("a", Number))
    made.set_param("a", "value", Curve((Key(1, 1, "linear"), Key(5, 5, "constant"), Key(9, 1))))
    keys = {frame: key(made, "a", frame) for frame in range(1, 10)}
    assert len({keys[frame] for frame in (1, 2, 3, 4, 5)}) == 5
    assert keys[5] == keys[8] and keys[9] == keys[1]


def test_what_has_no_time_has_one_key_for_the_shot():
    made = graph(("a", Number), ("clock", Clock), ("half", Half))
    made.link("clock", "half.number")
    assert key(made, "a", 1) == key(made, "a", 7)
    assert key(made, "half", 1) != key(made, "half", 7)


def test_a_window_depends_on_its_neighbours_and_a_stream_on_all_before():
    made = graph(("a", Number), ("near", Neighbours), ("sum", Total))
    made.set_param("a", "value", Curve((Key(1, 1, "constant"), Key(6, 2, "constant"), Key(7, 1))))
    for target in ("near.number", "sum.number"):
        made.link("a", target)
    before = {name: [key(made, name, frame) for frame in range(1, 10)] for name in ("near", "sum")}
    made.set_param("a", "value", 1)
    made.set_param("a", "value", Curve((Key(1, 1, "constant"), Key(6, 3, "constant"), Key(7, 1))))
    after = {name: [key(made, name, frame) for frame in range(1, 10)] for name in ("near", "sum")}
    changed = {name: [at + 1 for at in range(9) if before[name][at] != after[name][at]] for name in before}
    assert changed == {"near": [5, 6, 7], "sum": [6, 7, 8, 9]}


def test_format_and_rate_matter_only_to_nodes_that_read_them():
    from graph_nodes.draw.constant import Constant

    made = graph(("a", Number))
    made.add("fill", Constant)
    other = Shot(Format(8, 8), Fraction(30), SHOT.frames)
    assert key(made, "a") == key(made, "a", shot=other)
    assert key(made, "fill") != key(made, "fill", shot=other)
    assert key(made, "fill") == key(made, "fill", shot=Shot(Format(4, 4), Fraction(30), FrameRange(1, 2)))


def test_the_device_matters():
    made = chain()
    assert key(made, "c") != key(made, "c", salt="cuda float16")


def test_the_content_of_a_file_matters_and_neither_its_name_nor_its_date(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("one\n")
    made = graph(("lines", Lines))
    made.set_param("lines", "path", str(file))
    before = key(made, "lines")
    os.utime(file, (1, 1))
    assert key(made, "lines") == before
    shutil.copy(file, tmp_path / "b.txt")
    made.set_param("lines", "path", str(tmp_path / "b.txt"))
    assert key(made, "lines") == before
    (tmp_path / "b.txt").write_text("two\n")
    assert key(made, "lines") != before
    (tmp_path / "b.txt").write_text("one\n")
    assert key(made, "lines") == before
    (tmp_path / "b.txt").unlink()
    missing = key(made, "lines")
    assert missing != before
    shutil.copy(file, tmp_path / "b.txt")
    assert key(made, "lines") == before


def test_digests_are_kept_for_the_next_process_and_a_spoilt_memo_is_ignored(tmp_path, monkeypatch):
    file, memo = tmp_path / "a.txt", tmp_path / "deep" / "memo.json"
    file.write_text("one")
    os.utime(file, (1, 1))
    first = FileDigests(memo)
    digest = first.digest(str(file))
    first.save()
    monkeypatch.setattr("graph_core.plan._digest._content", None)
    again = FileDigests(memo)
    assert again.digest(str(file)) == digest and memo.is_file()
    monkeypatch.undo()
    for text in ("", "[]", '{"a": 1}', '{"a": [1]}', '{"a": ["x", 1, 2, "d"]}', "null", "\x00"):
        memo.write_text(text)
        assert FileDigests(memo).digest(str(file)) == digest
    memo.write_bytes(b"\xff\xfe")
    assert FileDigests(memo).digest(str(file)) == digest
    assert first.digest(str(tmp_path)) == "unreadable" and first.digest(str(tmp_path / "b")) == "missing"


def test_a_file_changed_twice_within_a_tick_of_the_clock_is_seen(tmp_path):
    file = tmp_path / "a.txt"
    digests, found = FileDigests(), set()
    stamp = None
    for text in ("one", "two"):
        file.write_text(text)
        stamp = stamp or file.stat().st_mtime_ns
        os.utime(file, ns=(stamp, stamp))
        found.add(digests.digest(str(file)))
    assert len(found) == 2


_SCRIPT = """
import sys
from fractions import Fraction
from graph_core import Project, Registry
from graph_core.plan import FileDigests, plan
project = Project.load(sys.argv[1], Registry.load())
for name in sorted(project.graph.nodes):
    planned = plan(project.graph, [project.graph.source(name)], project.shot, "cpu", FileDigests())
    print(name, planned.key(planned.targets[0][0], 3).hex())
"""


def test_keys_are_the_same_in_every_process_and_wherever_the_project_lies(tmp_path):
    from PIL import Image as Picture

    registry = Registry.load()
    outputs = []
    for seed, folder in (("0", tmp_path / "one"), ("1", tmp_path / "two" / "deeper"), ("random", tmp_path / "one")):
        folder.mkdir(parents=True, exist_ok=True)
        Picture.fromarray((sample(Image).pixels.permute(1, 2, 0) * 255).byte().numpy()).save(folder / "a.png")
        made = Project.parse('{"semblance": 2}', registry).graph
        made.add("plate", "io.read", path=str(folder / "a.png"))
        made.add("grade", "color.grade", gamma=(1.1, 1.0, 0.9))
        made.add("soft", "filter.blur", size=3)
        made.set_param("soft", "mix", Curve((Key(1, 0.0), Key(9, 1.0))))
        made.link("plate", "grade.image")
        made.link("grade", "soft.image")
        Project(made, SHOT).save(folder / "shot.json")
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, "shot.json"],
            cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        outputs.append(done.stdout)
    assert outputs[0].count("\n") == 3
    assert outputs[0] == outputs[1] == outputs[2]


def test_a_plan_is_kept_until_the_structure_changes():
    made = chain()
    first = plan(made, [made.source("c")], SHOT, "", DIGESTS)
    made.set_param("a", "value", 9)
    assert plan(made, [made.source("c")], SHOT, "", DIGESTS) is first
    made.unlink("c.numbers[0]")
    assert plan(made, [made.source("c")], SHOT, "", DIGESTS) is not first
