"""What a crash leaves: a session is killed for real and another one finds its work."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import toy_nodes
from waiting import until

from graph_core import Graph, Project
from graph_core.editor import commands
from graph_core.editor.document import Document
from graph_core.editor.recovery import Recovery

WORK = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
import toy_nodes
from graph_core import Graph, Project
from graph_core.editor import commands
from graph_core.editor.document import Document
from graph_core.editor.recovery import Recovery

document = Document(Project(Graph(toy_nodes.registry())))
recovery = Recovery(SimpleNamespace(document=document, registry=document.graph.registry), Path(sys.argv[1]))
number = 0
while True:
    if number < 20:
        commands.add(document, "toy.grey", (0, 0))
        number += 1
        print(number, time.time(), flush=True)
    recovery.update()
    time.sleep(0.1)
"""


def session():
    document = Document(Project(Graph(toy_nodes.registry())))
    return SimpleNamespace(document=document, registry=document.graph.registry)


@pytest.fixture
def victim(tmp_path):
    support = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": support},
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_nothing_older_than_five_seconds_is_lost_when_the_editor_is_killed(tmp_path, victim):
    added = {}
    for line in victim.stdout:
        number, at = line.split()
        added[int(number)] = float(at)
        if int(number) == 15:
            break
    os.kill(victim.pid, signal.SIGKILL)
    killed = time.time()
    victim.wait()
    mine = Recovery(session(), tmp_path)
    (found,) = mine.found()
    assert found.nodes >= max((number for number, at in added.items() if at < killed - 5), default=1)
    assert found.path is None
    project = mine.open(found)
    assert len(project.graph) == found.nodes
    assert mine.found() == []


def test_work_of_a_living_editor_is_left_alone(tmp_path, victim):
    until(lambda: list(tmp_path.glob("*.json")), 20)
    assert Recovery(session(), tmp_path).found() == []


def test_nothing_is_left_of_what_is_saved_or_closed(tmp_path):
    mine = session()
    recovery = Recovery(mine, tmp_path / "kept")
    commands.add(mine.document, "toy.grey", (0, 0))
    recovery.update()
    until(lambda: list((tmp_path / "kept").glob("*.json")), 20)
    mine.document.save(tmp_path / "saved.json")
    until(lambda: recovery.update() or not list((tmp_path / "kept").glob("*.json")), 20)
    commands.add(mine.document, "toy.grey", (0, 0))
    recovery.update()
    recovery.close()
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_was_recovered_knows_its_file(tmp_path):
    mine = session()
    mine.document.save(tmp_path / "shot.json")
    commands.add(mine.document, "toy.grey", (0, 0))
    recovery = Recovery(mine, tmp_path / "kept")
    recovery.update()
    (file,) = until(lambda: list((tmp_path / "kept").glob("*.json")), 20)
    left = (tmp_path / "kept" / "123-dead.json").write_text(file.read_text())
    assert left
    recovery.close()
    other = Recovery(session(), tmp_path / "kept")
    (found,) = other.found()
    assert found.path == tmp_path / "shot.json"
    assert other.open(found).path == tmp_path / "shot.json"


def test_work_that_was_recovered_survives_a_second_crash(tmp_path):
    mine = session()
    commands.add(mine.document, "toy.grey", (0, 0))
    recovery = Recovery(mine, tmp_path / "kept")
    recovery.update()
    (file,) = until(lambda: list((tmp_path / "kept").glob("*.json")), 20)
    dead = tmp_path / "kept" / "123-dead.json"
    dead.write_text(file.read_text())
    recovery.close()

    second = session()
    recovery = Recovery(second, tmp_path / "kept")
    (found,) = recovery.found()
    second.document = Document(recovery.open(found))
    second.document.mark_unsaved()
    assert [item.nodes for item in Recovery(session(), tmp_path / "kept").found()] == [1]
    recovery.update()
    until(lambda: not dead.exists(), 20)
    assert len(list((tmp_path / "kept").glob("*.json"))) == 1
    recovery.close()
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_broken_file_is_passed_over(tmp_path):
    (tmp_path / "1-broken.json").write_text("{")
    assert Recovery(session(), tmp_path).found() == []
