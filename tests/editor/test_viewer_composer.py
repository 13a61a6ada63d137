"""The composer: the latest wish is painted, those in between are not, and errors are told."""

import threading
import time

import numpy as np
import pytest

from graph_core.editor.viewer._composer import Composer, Job


@pytest.fixture
def composer():
    made = Composer()
    yield made
    made.close()


def sheets(composer, seconds=5.0):
    """Take all that comes until nothing is left."""
    found, end = [], time.monotonic() + seconds
    while composer.is_busy:
        assert time.monotonic() < end
        sheet = composer.take()
        if sheet is not None:
            found.append(sheet)
    return found


def codes(level):
    return np.full((2, 2, 3), level, np.uint8)


def test_what_is_asked_for_is_painted(composer):
    composer.ask(Job(lambda: codes(7), lambda: codes(8)))
    (sheet,) = sheets(composer)
    assert sheet.picture.max() == 7 and sheet.strip.max() == 8
    assert composer.take() is None


def test_only_the_latest_of_what_waits_is_painted(composer):
    begun, gate, painted = threading.Event(), threading.Event(), []

    def slow():
        begun.set()
        gate.wait(5)
        return codes(1)

    composer.ask(Job(slow))
    begun.wait(5)
    for level in (2, 3, 4):
        composer.ask(Job(lambda level=level: painted.append(level) or codes(level)))
    gate.set()
    assert sheets(composer)[-1].picture.max() == 4
    assert painted == [4]


def test_an_error_is_told_and_the_next_picture_is_painted(composer):
    composer.ask(Job(lambda: codes(1 // 0)))
    (sheet,) = sheets(composer)
    assert sheet.picture is None and "ZeroDivisionError" in sheet.error.message
    composer.ask(Job(lambda: codes(5)))
    assert sheets(composer)[-1].picture.max() == 5
