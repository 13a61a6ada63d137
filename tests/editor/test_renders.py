"""The render queue: one after another, as from the command line, with nothing lost on the way."""

import time
from pathlib import Path

import pytest
from slow_nodes import Broken, Film, Slow, Talking
from toy_nodes import Number, project
from waiting import until

from graph_core import Cancelled, Engine, Format, FrameRange, GraphError, Project, Registry, Shot
from graph_core.editor.document import Document
from graph_core.editor.renders import RenderQueue

PROJECT = Path(__file__).parents[2] / "projects" / "composite.json"


@pytest.fixture
def queue_of():
    """Make queues that are closed in the end."""
    made = []

    def make(opened):
        queue = RenderQueue(Engine, opened.graph.registry)
        made.append(queue)
        return queue

    yield make
    for queue in made:
        queue.close()


def film(path, seconds=0.0, frames=(1, 10)):
    return project(
        ("slow", Slow, {"seconds": seconds}), ("film", Film, {"path": str(path)}), frames=frames, film="slow"
    )


def render(queue, number):
    return next(render for render in queue.renders if render.number == number)


def status(queue, number):
    return render(queue, number).status


def test_a_render_writes_the_files_and_tells_how_it_goes(queue_of, tmp_path):
    opened = film(tmp_path / "out.txt", 0.02)
    queue = queue_of(opened)
    told, finished = [], []
    queue.changed.connect(lambda: told.append(queue.renders[0].done))
    queue.finished.connect(finished.append)
    number = queue.add(opened.state(), ["film"], title="Take 1")
    until(lambda: queue.poll() or finished)
    done = render(queue, number)
    assert (done.status, done.done, done.total, done.title) == ("done", 10, 10, "Take 1")
    assert done.paths == (str(tmp_path / "out.txt"),) and done.error is None
    assert done.seconds >= 0.02 and done.fps > 1 and done.seconds_left == 0
    assert finished == [done] and told == sorted(told) and len(told) > 2
    assert len((tmp_path / "out.txt").read_text().splitlines()) == 10
    queue.poll()
    assert len(finished) == 1 and not queue.is_busy


def test_later_edits_do_not_change_what_waits(queue_of, tmp_path):
    document = Document(film(tmp_path / "a.txt", 0.01))
    queue = queue_of(document.project)
    queue.add(document.state)
    with document.edit("Turn") as graph:
        graph.set_param("slow", "plus", 5)
        graph.set_param("film", "path", str(tmp_path / "b.txt"))
    queue.add(document.state, frames=FrameRange(3, 4))
    with document.edit("Delete") as graph:
        graph.remove("slow")
    until(lambda: not queue.is_busy)
    assert [item.status for item in queue.renders] == ["done", "done"]
    assert (tmp_path / "a.txt").read_text().startswith("1 1\n2 2\n")
    assert (tmp_path / "b.txt").read_text() == "3 5003\n4 5004\n"


def test_a_failure_says_what_to_do_and_the_next_goes_on(queue_of, tmp_path):
    opened = project(
        ("broken", Broken),
        ("film", Film, {"path": str(tmp_path / "a")}),
        ("slow", Slow, {"seconds": 0.0}),
        ("other", Film, {"path": str(tmp_path / "b")}),
        film="broken",
        other="slow",
    )
    queue = queue_of(opened)
    first, second = queue.add(opened.state(), ["film"]), queue.add(opened.state(), ["other"])
    until(lambda: not queue.is_busy)
    assert status(queue, first) == "failed" and status(queue, second) == "done"
    error = render(queue, first).error
    assert error.node == "broken" and error.hint


def test_a_project_that_writes_nothing_fails_in_words(queue_of):
    opened = project(("number", Number))
    queue = queue_of(opened)
    number = queue.add(opened.state())
    until(lambda: not queue.is_busy)
    assert isinstance(render(queue, number).error, GraphError)


def test_cancelling_stops_within_a_frame_and_a_waiting_one_never_starts(queue_of, tmp_path):
    opened = film(tmp_path / "out", 0.05, frames=(1, 1000))
    queue = queue_of(opened)
    finished = []
    queue.finished.connect(lambda item: finished.append(item.number))
    first, second, third = (queue.add(opened.state()) for _ in range(3))
    until(lambda: render(queue, first).done > 2)
    queue.cancel(second)
    queue.cancel(first)
    began = time.monotonic()
    until(lambda: status(queue, third) == "running")
    assert time.monotonic() - began < 0.5
    assert status(queue, first) == status(queue, second) == "cancelled"
    assert isinstance(render(queue, first).error, Cancelled) and render(queue, first).done < 1000
    queue.remove(second)
    queue.remove(third)
    until(lambda: status(queue, third) == "cancelled")
    queue.poll()
    assert finished == [first, third] and [item.number for item in queue.renders] == [first, third]


def test_the_order_can_be_changed_and_a_render_tried_again(queue_of, tmp_path):
    opened = film(tmp_path / "out", 0.01)
    queue = queue_of(opened)
    queue.pause()
    first, second, third = (queue.add(opened.state()) for _ in range(3))
    queue.move(third, 0)
    assert [item.number for item in queue.renders] == [third, first, second]
    time.sleep(0.05)
    assert queue.running is None and queue.is_busy and queue.is_paused
    order = []
    queue.finished.connect(lambda item: order.append(item.number))
    queue.go_on()
    until(lambda: queue.poll() or len(order) == 3)
    assert order == [third, first, second]
    queue.retry(first)
    assert status(queue, first) == "waiting" or status(queue, first) == "running"
    until(lambda: queue.poll() or len(order) == 4)
    assert render(queue, first).status == "done"


def test_pausing_rests_in_the_middle_and_the_rest_does_not_count_as_slowness(queue_of, tmp_path):
    opened = film(tmp_path / "out", 0.02, frames=(1, 30))
    queue = queue_of(opened)
    number = queue.add(opened.state())
    until(lambda: render(queue, number).done > 3)
    queue.pause()
    time.sleep(0.1)
    before = render(queue, number).done
    time.sleep(0.4)
    assert render(queue, number).done <= before + 1 < 30
    queue.go_on()
    until(lambda: status(queue, number) == "done")
    assert render(queue, number).fps > 20


def test_reports_of_nodes_are_told_once(queue_of, tmp_path):
    opened = project(("talking", Talking), ("film", Film, {"path": str(tmp_path / "out")}), film="talking")
    queue = queue_of(opened)
    number = queue.add(opened.state())
    until(lambda: not queue.is_busy)
    assert render(queue, number).reports == ("talking: odd",)


def test_closing_ends_a_render_in_the_middle(queue_of, tmp_path):
    opened = film(tmp_path / "out", 0.02, frames=(1, 1000))
    queue = queue_of(opened)
    number = queue.add(opened.state())
    until(lambda: render(queue, number).done)
    began = time.monotonic()
    queue.close()
    assert time.monotonic() - began < 1.0
    assert status(queue, number) == "cancelled"


def small_project(registry, target):
    opened = Project.load(PROJECT, registry)
    shot = opened.shot
    opened.shot = Shot(Format(240, 136), shot.fps, FrameRange(1, 12))
    opened.graph.set_param("write", "path", str(target))
    return opened


def test_it_writes_the_very_pictures_that_the_saved_project_does(queue_of, tmp_path):
    registry = Registry.load()
    edited = small_project(registry, tmp_path / "editor" / "out.%04d.png")
    queue = queue_of(edited)
    number = queue.add(edited.state(), ["write"])
    edited.graph.set_param("write", "path", str(tmp_path / "headless" / "out.%04d.png"))
    edited.save(tmp_path / "saved.json")
    with Engine() as engine:
        for _ in engine.render(Project.load(tmp_path / "saved.json", registry)):
            pass
    until(lambda: not queue.is_busy, 60)
    assert status(queue, number) == "done"
    files = sorted((tmp_path / "headless").glob("*.png"))
    assert len(files) == 12
    for file in files:
        assert pixels_of(file) == pixels_of(tmp_path / "editor" / file.name)


def pixels_of(file):
    """Return the picture alone: the credentials in the file hold the time it was made."""
    from PIL import Image

    with Image.open(file) as picture:
        return picture.mode, picture.size, picture.tobytes()


def test_an_interrupted_render_goes_on_with_the_frames_that_are_missing(queue_of, tmp_path):
    registry = Registry.load()
    opened = small_project(registry, tmp_path / "out.%04d.png")
    queue = queue_of(opened)
    queue.add(opened.state(), ["write"], FrameRange(1, 12))
    until(lambda: queue.renders[0].done >= 3, 60)
    queue.cancel(1)
    until(lambda: status(queue, 1) == "cancelled", 60)
    written = len(list(tmp_path.glob("*.png")))
    assert 3 <= written < 12
    queue.retry(1)
    until(lambda: status(queue, 1) == "done", 60)
    assert render(queue, 1).total == render(queue, 1).done == 12 - written
    assert len(list(tmp_path.glob("*.png"))) == 12
