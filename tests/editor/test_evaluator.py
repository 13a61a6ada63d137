"""The evaluator: the latest wish is always answered, what has not changed goes on, and nothing waits."""

import logging
import random
import threading
import time

import pytest
import slow_nodes
from slow_nodes import GATE, RUNS, Broken, Deaf, Fussy, Gated, Media, Slow, SoFar, Talking
from toy_nodes import Add, Clock, Grey, Number, Soft, Write, project
from waiting import until

from graph_core import Cache, Cancelled, Engine, ExecutionError, GraphError, MissingInputError, ParamError
from graph_core.editor.document import Document
from graph_core.editor.evaluator import Evaluator, Want


@pytest.fixture(autouse=True)
def fresh():
    RUNS.clear()
    GATE.clear()
    yield
    GATE.set()


@pytest.fixture
def evaluate():
    """Make evaluators that are closed in the end."""
    made = []

    def make(opened, **options):
        evaluator = Evaluator(options.pop("make_engine", Engine), opened.graph.registry, **options)
        made.append(evaluator)
        return evaluator

    yield make
    for evaluator in made:
        evaluator.close()


def answers(evaluator, request, count=1, seconds=5.0):
    """Poll until a request has all its answers; return them and what came before them."""
    got, before = [], []

    def poll():
        for outcome in evaluator.poll():
            (got if outcome.request == request else before).append(outcome)
        return len(got) >= count

    until(poll, seconds)
    return got, before


def ask(evaluator, state, *wants):
    """Wish, and return the answers in the order of the wishes."""
    got, _ = answers(evaluator, evaluator.want(state, wants), len(wants))
    return sorted(got, key=lambda outcome: wants.index(outcome.want))


def test_wishes_are_answered_by_values(evaluate):
    opened = project(("clock", Clock), ("sum", Add, {"plus": 10}), ("grey", Grey), sum="clock")
    evaluator = evaluate(opened)
    number, picture = ask(evaluator, opened.state(), Want("sum", 5), Want("grey", 1, 0.5, "viewer"))
    assert (number.value, number.error, number.scale) == (15, None, 1.0)
    assert number.shot == opened.shot
    assert picture.value.width == 1 and picture.scale == 0.5 and picture.want.purpose == "viewer"
    assert not evaluator.is_busy


def test_what_keeps_a_wish_from_being_planned_is_its_answer_and_names_the_node(evaluate):
    opened = project(("soft", Soft), ("add", Add), ("looped", Add))
    evaluator = evaluate(opened)
    missing, unknown = ask(evaluator, opened.state(), Want("soft", 1), Want("nobody", 1))
    assert isinstance(missing.error, MissingInputError) and missing.error.node == "soft"
    assert isinstance(unknown.error, GraphError) and unknown.error.node == "nobody"
    assert evaluator.badges["soft"].kind == "error" and "not connected" in evaluator.badges["soft"].text
    assert evaluator.badges["soft"].hint


def test_an_edit_elsewhere_lets_what_runs_go_on(evaluate):
    document = Document(project(("gate", Gated), ("other", Number)))
    evaluator = evaluate(document.project)
    evaluator.want(document.state, [Want("gate", 3)])
    until(lambda: RUNS)
    with document.edit("Turn") as graph:
        graph.set_param("other", "value", 7)
    second = evaluator.want(document.state, [Want("gate", 3, purpose="later")])
    time.sleep(0.1)  # the planner has seen it by now
    GATE.set()
    (outcome,), before = answers(evaluator, second)
    assert outcome.value == 3 and outcome.want.purpose == "later" and not before
    assert RUNS == [("gate", 3)]


def test_an_edit_above_stops_what_runs_and_starts_it_again(evaluate):
    document = Document(project(("number", Number), ("slow", Slow, {"seconds": 10.0}), slow="number"))
    evaluator = evaluate(document.project)
    evaluator.want(document.state, [Want("slow", 1)])
    until(lambda: RUNS)
    with document.edit("Turn") as graph:
        graph.set_param("number", "value", 500)
        graph.set_param("slow", "seconds", 0.01)
    began = time.monotonic()
    (outcome,), before = answers(evaluator, evaluator.want(document.state, [Want("slow", 1)]))
    assert outcome.value == 501 and not before
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("seconds", [0.05, 0.3])
def test_a_drag_shows_pictures_on_the_way_and_the_last_one_in_the_end(evaluate, seconds):
    document = Document(project(("slow", Slow, {"seconds": seconds})))
    evaluator = evaluate(document.project)
    seen = []
    for turn in range(90):
        with document.edit("Drag", merge="drag") as graph:
            graph.set_param("slow", "plus", turn)
        last = evaluator.want(document.state, [Want("slow", 1, 1.0, "viewer")])
        seen += evaluator.poll()
        time.sleep(1 / 60)
    got, before = answers(evaluator, last)
    seen += before + got
    values = [outcome.value for outcome in seen]
    assert all(outcome.error is None for outcome in seen)
    assert values == sorted(values) and values[-1] == 89001
    assert len(values) >= 0.4 * 1.5 / seconds


def test_releasing_the_mouse_does_not_wait_for_a_stale_draft(evaluate):
    document = Document(project(("slow", Slow, {"seconds": 5.0})))
    evaluator = evaluate(document.project)
    evaluator.want(document.state, [Want("slow", 1, 0.5, "viewer")])
    until(lambda: RUNS)
    with document.edit("Release") as graph:
        graph.set_param("slow", "seconds", 0.0)
    began = time.monotonic()
    answers(evaluator, evaluator.want(document.state, [Want("slow", 1, 1.0, "viewer")]))
    assert time.monotonic() - began < 0.12


def test_what_is_kept_is_shown_while_something_else_is_computed(evaluate):
    opened = project(("deaf", Deaf, {"seconds": 0.6}), ("clock", Clock))
    evaluator = evaluate(opened)
    ask(evaluator, opened.state(), Want("clock", 4))
    evaluator.want(opened.state(), [Want("deaf", 1)])
    until(lambda: evaluator.activity)
    began = time.monotonic()
    (outcome,) = ask(evaluator, opened.state(), Want("clock", 4))
    assert outcome.value == 4 and outcome.seconds == 0
    assert time.monotonic() - began < 0.2


def test_a_stale_picture_never_follows_a_newer_one(evaluate):
    opened = project(("gate", Gated), ("clock", Clock))
    evaluator = evaluate(opened)
    ask(evaluator, opened.state(), Want("clock", 4, 1.0, "viewer"))
    evaluator.want(opened.state(), [Want("gate", 1, 1.0, "viewer")])
    until(lambda: RUNS)
    ask(evaluator, opened.state(), Want("clock", 4, 1.0, "viewer"))
    GATE.set()
    until(lambda: not evaluator.is_busy)
    assert evaluator.poll() == []


def test_results_on_disk_are_found_after_a_restart(evaluate, tmp_path):
    opened = project(("slow", Slow, {"seconds": 0.05}))

    def engine():
        return Engine(cache=Cache(folder=tmp_path))

    first = evaluate(opened, make_engine=engine)
    ask(first, opened.state(), Want("slow", 1))
    first.close()
    again = evaluate(opened, make_engine=engine)
    assert ask(again, opened.state(), Want("slow", 1))[0].value == 1
    assert RUNS == [("slow", 1)]


def test_the_shot_is_that_of_the_media_and_follows_edits(evaluate, tmp_path):
    file = tmp_path / "clip"
    file.write_text("7")
    document = Document(project(("media", Media)))
    document.project.follow = "media"
    document.state = document.project.state()
    evaluator = evaluate(document.project)
    told = []
    evaluator.shot_changed.connect(lambda: told.append(evaluator.shot))
    evaluator.want(document.state, [])
    until(lambda: evaluator.poll() or told)
    assert told == [document.project.shot]
    with document.edit("Choose a file") as graph:
        graph.set_param("media", "path", str(file))
    assert ask(evaluator, document.state, Want("media", 2))[0].shot.frames.last == 7
    assert evaluator.shot.frames.last == 7 and evaluator.shot.fps == 10 and len(told) == 2
    file.unlink()
    (outcome,) = ask(evaluator, document.state, Want("media", 3))
    assert outcome.error.message == "The file is gone." and outcome.error.node == "media"
    assert evaluator.shot is None and evaluator.shot_error.node == "media"
    assert evaluator.badges["media"].kind == "error"


def test_badges_tell_what_a_node_does_and_has_to_say(evaluate):
    opened = project(("talking", Talking), ("slow", Slow, {"seconds": 0.02}), slow="talking")
    evaluator = evaluate(opened)
    ask(evaluator, opened.state(), Want("slow", 3))
    talking, slow = evaluator.badges["talking"], evaluator.badges["slow"]
    assert (talking.kind, talking.text, talking.frame) == ("reported", "odd", 3)
    assert slow.kind == "done" and 0.02 <= slow.seconds < 0.2
    ask(evaluator, opened.state(), Want("slow", 4))
    assert evaluator.badges["talking"].kind == "done"
    ask(evaluator, opened.state(), Want("slow", 3))
    assert (evaluator.badges["slow"].kind, evaluator.badges["slow"].frame) == ("cached", 3)
    assert evaluator.badges["slow"].seconds >= 0.02


def test_a_badge_runs_while_its_node_does_and_no_longer(evaluate):
    opened = project(("gate", Gated), ("clock", Clock))
    evaluator = evaluate(opened)
    evaluator.want(opened.state(), [Want("gate", 1)])
    until(lambda: "gate" in evaluator.badges)
    assert evaluator.badges["gate"].kind == "running"
    revision = []
    evaluator.badges_changed.connect(lambda: revision.append(1))
    ask(evaluator, opened.state(), Want("clock", 1))
    until(lambda: "gate" not in evaluator.badges)
    evaluator.poll()
    assert revision and evaluator.badges["clock"].kind == "done"


def test_an_error_stays_at_its_node_until_it_is_mended_even_from_the_cache(evaluate):
    document = Document(project(("number", Number), ("broken", Broken), ("sum", Add), sum="number"))
    evaluator = evaluate(document.project)
    ask(evaluator, document.state, Want("sum", 1))
    with document.edit("Insert") as graph:
        graph.link("broken", "sum.numbers[0]")
    (failed,) = ask(evaluator, document.state, Want("sum", 1))
    assert isinstance(failed.error, ExecutionError) and failed.error.node == "broken"
    assert isinstance(failed.error.__cause__, ValueError)
    assert evaluator.badges["broken"].kind == "error"
    document.undo()
    assert ask(evaluator, document.state, Want("sum", 1))[0].value == 1
    until(lambda: "broken" not in evaluator.badges)


def test_badges_of_nodes_that_are_gone_go(evaluate):
    document = Document(project(("clock", Clock), ("other", Number)))
    evaluator = evaluate(document.project)
    ask(evaluator, document.state, Want("clock", 1), Want("other", 1))
    with document.edit("Delete") as graph:
        graph.remove("other")
    ask(evaluator, document.state, Want("clock", 1))
    assert set(evaluator.badges) == {"clock"}


def test_a_draft_that_cannot_be_made_is_made_in_full(evaluate):
    opened = project(("fussy", Fussy, {"least": 3}))
    evaluator = evaluate(opened)
    (outcome,) = ask(evaluator, opened.state(), Want("fussy", 1, 0.5))
    assert outcome.error is None and outcome.scale == 1.0 and outcome.value.width == 4
    opened.graph.set_param("fussy", "least", 9)
    (outcome,) = ask(evaluator, opened.state(), Want("fussy", 1, 0.5))
    assert "too small" in outcome.error.message and outcome.error.node == "fussy"


def test_a_node_that_writes_shows_what_is_linked_to_it_and_does_not_write(evaluate):
    opened = project(("clock", Clock), ("write", Write), ("alone", Write), write="clock")
    evaluator = evaluate(opened)
    shown, missing = ask(evaluator, opened.state(), Want("write", 6), Want("alone", 6))
    assert shown.value == 6
    assert isinstance(missing.error, MissingInputError) and missing.error.node == "alone"


def test_cancel_answers_every_wish(evaluate):
    opened = project(("gate", Gated))
    evaluator = evaluate(opened)
    request = evaluator.want(opened.state(), [Want("gate", frame) for frame in (1, 2, 3)])
    until(lambda: RUNS)
    evaluator.cancel()
    got, _ = answers(evaluator, request, 3)
    assert all(isinstance(outcome.error, Cancelled) for outcome in got)
    assert sorted(outcome.want.frame for outcome in got) == [1, 2, 3]
    until(lambda: not evaluator.is_busy)
    assert not [badge for badge in evaluator.badges.values() if badge.kind in ("running", "error")]
    GATE.set()
    assert ask(evaluator, opened.state(), Want("gate", 2))[0].value == 2


def test_wishes_of_another_group_give_way_and_are_answered_all_the_same(evaluate):
    opened = project(("gate", Gated), ("clock", Clock))
    evaluator = evaluate(opened)
    evaluator.want(opened.state(), [Want("gate", 1)], group="sound")
    until(lambda: RUNS)
    assert ask(evaluator, opened.state(), Want("clock", 2))[0].value == 2
    GATE.set()
    (outcome,) = until(lambda: evaluator.poll("sound"))
    assert outcome.value == 1 and evaluator.poll() == []


def test_a_long_list_of_another_group_does_not_hold_up_what_is_to_be_seen(evaluate):
    opened = project(("clock", Clock), ("sum", Add), frames=(1, 400), sum="clock")

    def slowly(outcome):
        if outcome.want.purpose == "curve":
            time.sleep(0.01)

    evaluator = evaluate(opened, prepare=slowly)
    curve = [Want("clock", frame, 1.0, "curve") for frame in range(1, 101)]
    evaluator.want(opened.state(), curve, group="curves")
    got = until(lambda: evaluator.poll("curves") if not evaluator.is_busy else [])
    assert len(got) == 100
    evaluator.want(opened.state(), curve, group="curves")
    time.sleep(0.05)
    began = time.monotonic()
    ask(evaluator, opened.state(), Want("sum", 7))
    assert time.monotonic() - began < 0.3
    until(lambda: not evaluator.is_busy)
    assert {outcome.want.frame for outcome in evaluator.poll("curves")} == set(range(1, 101))


def test_another_project_begins_without_the_badges_of_the_last(evaluate):
    opened = project(("clock", Clock), ("broken", Broken))
    evaluator = evaluate(opened)
    ask(evaluator, opened.state(), Want("clock", 1), Want("broken", 1))
    assert set(evaluator.badges) == {"clock", "broken"}
    evaluator.forget()
    assert dict(evaluator.badges) == {}


def test_a_new_engine_is_used_after_a_change_of_settings_even_if_the_next_cannot_be_made(evaluate):
    opened = project(("clock", Clock))
    made = []

    def make():
        made.append(1)
        if len(made) == 2:
            raise ParamError("There is no device.", hint="choose cpu")
        return Engine()

    evaluator = evaluate(opened, make_engine=make)
    ask(evaluator, opened.state(), Want("clock", 1))
    until(lambda: evaluator.cached("clock") == {1})
    evaluator.renew()
    until(lambda: len(made) >= 2)  # for the frames that are kept
    (outcome,) = ask(evaluator, opened.state(), Want("clock", 1))
    assert outcome.value == 1 or outcome.error.message == "There is no device."
    assert ask(evaluator, opened.state(), Want("clock", 1))[0].value == 1
    until(lambda: evaluator.cached("clock") == {1})


def test_what_the_screen_needs_is_prepared_beside_it(evaluate):
    opened = project(("clock", Clock))
    main, threads = threading.get_ident(), []

    def prepare(outcome):
        threads.append(threading.get_ident())
        return -outcome.value

    evaluator = evaluate(opened, prepare=prepare)
    assert [ask(evaluator, opened.state(), Want("clock", 2))[0].prepared for _ in range(2)] == [-2, -2]
    assert main not in threads


def test_an_error_nobody_foresaw_is_told_and_logged_and_work_goes_on(evaluate, caplog):
    opened = project(("clock", Clock))
    evaluator = evaluate(opened, prepare=lambda outcome: 1 // (outcome.want.frame - 1))
    with caplog.at_level(logging.ERROR):
        (outcome,) = ask(evaluator, opened.state(), Want("clock", 1))
    assert "ZeroDivisionError" in outcome.error.message and outcome.error.hint
    assert "ZeroDivisionError" in caplog.text
    assert ask(evaluator, opened.state(), Want("clock", 2))[0].prepared == 1


def test_an_engine_that_cannot_be_made_is_an_answer_and_is_tried_again(evaluate):
    opened = project(("clock", Clock))
    tries = []

    def make():
        tries.append(1)
        if len(tries) == 1:
            raise ParamError("There is no device.", hint="choose cpu")
        return Engine()

    evaluator = evaluate(opened, make_engine=make)
    assert ask(evaluator, opened.state(), Want("clock", 1))[0].error.message == "There is no device."
    assert ask(evaluator, opened.state(), Want("clock", 1))[0].value == 1


def test_the_frames_that_are_kept_are_found_in_the_background(evaluate):
    document = Document(project(("slow", Slow, {"seconds": 0.0}), ("number", Number), frames=(1, 300)))
    evaluator = evaluate(document.project)
    assert evaluator.cached("slow") == frozenset()
    ask(evaluator, document.state, *(Want("slow", frame, purpose=frame) for frame in (7, 8, 300)))
    until(lambda: evaluator.cached("slow") == {7, 8, 300})
    assert evaluator.cached("slow") is evaluator.cached("slow")
    ask(evaluator, document.state, Want("slow", 9))
    until(lambda: evaluator.cached("slow") == {7, 8, 9, 300})
    assert evaluator.cached("slow", 0.5) == frozenset()
    with document.edit("Turn") as graph:
        graph.set_param("slow", "plus", 1)
    ask(evaluator, document.state, Want("number", 1))
    until(lambda: evaluator.cached("slow") == frozenset())
    document.undo()
    evaluator.want(document.state, [])
    until(lambda: len(evaluator.cached("slow")) == 4)
    until(lambda: len(evaluator.cached("number")) == 300)


def test_asking_which_frames_are_kept_costs_the_screen_nothing(evaluate):
    opened = project(("clock", Clock), ("sum", SoFar), frames=(1, 20000), sum="clock")
    evaluator = evaluate(opened)
    ask(evaluator, opened.state(), Want("sum", 1))
    took = []
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        began = time.perf_counter()
        evaluator.cached("sum")
        took.append(time.perf_counter() - began)
        time.sleep(0.005)
    assert sorted(took)[len(took) // 2] < 1e-3
    began = time.monotonic()
    assert ask(evaluator, opened.state(), Want("clock", 5))[0].value == 5
    assert time.monotonic() - began < 0.3


def test_frames_are_played_ahead_and_only_a_few(evaluate):
    opened = project(("slow", Slow, {"seconds": 0.0}), frames=(1, 100))
    evaluator = evaluate(opened)
    asked = []

    def upcoming():
        for place in range(60):
            asked.append(place)
            yield place, 60 - place

    reel = evaluator.play(opened.state(), "slow", upcoming())
    until(lambda: len(asked) >= 6)
    time.sleep(0.2)
    assert len(asked) <= 20
    got = []

    def take():
        following = reel.following
        if following is not None:
            got.append(reel.take(following))
        return reel.is_over

    until(take)
    assert [place for place, _ in got] == list(range(60))
    assert [outcome.value for _, outcome in got] == list(range(60, 0, -1))


def test_a_wish_interrupts_playing_which_goes_on_without_a_gap(evaluate):
    opened = project(("slow", Slow, {"seconds": 0.01}), ("other", Slow, {"seconds": 0.0}), frames=(1, 100))
    evaluator = evaluate(opened)
    reel = evaluator.play(opened.state(), "slow", iter([(place, place + 1) for place in range(40)]))
    got = []
    while len(got) < 40:
        if len(got) % 10 == 5:
            assert ask(evaluator, opened.state(), Want("other", len(got)))[0].value == len(got)
        following = until(lambda: reel.following is not None) and reel.following
        got.append(reel.take(following)[1].want.frame)
    assert got == list(range(1, 41))


def test_playing_ends_with_the_error_that_stopped_it(evaluate):
    opened = project(("clock", Clock), ("broken", Broken), broken="clock")
    evaluator = evaluate(opened)
    reel = evaluator.play(opened.state(), "broken", iter([(0, 1), (1, 2)]))
    until(lambda: reel.is_over)
    assert reel.failure.error.node == "broken" and evaluator.badges["broken"].kind == "error"
    missing = evaluator.play(opened.state(), "nobody", iter([(0, 1)]))
    until(lambda: missing.is_over)
    assert isinstance(missing.failure.error, GraphError)
    assert ask(evaluator, opened.state(), Want("clock", 2))[0].value == 2


@pytest.mark.parametrize("cls", [Slow, Gated, Deaf])
def test_it_closes_within_a_second_whatever_it_is_doing(evaluate, cls):
    opened = project(("node", cls))
    evaluator = evaluate(opened)
    evaluator.want(opened.state(), [Want("node", 1), Want("node", 2)])
    evaluator.play(opened.state(), "node", iter([(place, 1) for place in range(9)]))
    until(lambda: evaluator.activity)
    began = time.monotonic()
    evaluator.close()
    assert time.monotonic() - began < 1.0
    assert not [thread for thread in threading.enumerate() if thread.name in ("planner", "runner")]


@pytest.mark.parametrize("seed", range(3))
def test_five_hundred_wishes_and_edits_end_with_the_right_picture(evaluate, seed):
    chance = random.Random(seed)
    document = Document(
        project(
            ("number", Number),
            ("quick", Slow, {"seconds": 0.001}),
            ("slow", Slow, {"seconds": 0.03}),
            ("sum", SoFar),
            ("broken", Broken),
            ("end", Add),
            frames=(1, 30),
            quick="number",
            slow="quick",
            sum="slow",
            end="slow sum",
        )
    )
    evaluator = evaluate(document.project)
    targets = ("number", "quick", "slow", "sum", "end", "broken", "nobody")
    request, wants = 0, []
    for _ in range(500):
        deed = chance.random()
        if deed < 0.5:
            with document.edit("Turn") as graph:
                graph.set_param(chance.choice(("quick", "slow")), "plus", chance.randrange(3))
        elif deed < 0.6:
            document.undo()
        elif deed < 0.63:
            evaluator.cancel()
        elif deed < 0.66:
            reel = evaluator.play(document.state, "end", iter([(place, 1 + place % 30) for place in range(40)]))
            if chance.random() < 0.5:
                reel.close()
        evaluator.cached(chance.choice(targets), chance.choice((0.5, 1.0)))
        wants = [
            Want(chance.choice(targets), chance.randint(1, 30), chance.choice((0.5, 1.0)), purpose)
            for purpose in range(chance.randint(1, 2))
        ]
        request = evaluator.want(document.state, wants)
        evaluator.poll()
        time.sleep(chance.choice((0.0, 0.0, 0.002, 0.02)))
    got, _ = answers(evaluator, request, len(wants), seconds=20)
    until(lambda: not evaluator.is_busy)
    assert evaluator.poll() == [] and {outcome.want for outcome in got} == set(wants)
    with Engine() as engine:
        for outcome in got:
            if outcome.want.target in ("broken", "nobody"):
                assert outcome.error is not None
            else:
                assert outcome.value == engine.evaluate(document.project, outcome.want.target, outcome.want.frame)


def test_nobody_else_reads_the_graph_that_is_edited(evaluate):
    document = Document(project(("number", Number), ("end", Slow, {"seconds": 0.002}), end="number"))
    evaluator = evaluate(document.project)
    errors = []
    for turn in range(200):
        with document.edit("Rebuild") as graph:
            graph.remove("number")
            graph.add(f"n{turn}", Number, value=turn)
            graph.link(f"n{turn}", "end.number")
        request = evaluator.want(document.state, [Want("end", 1)])
        errors += [outcome.error for outcome in evaluator.poll() if outcome.error]
        with document.edit("Rename") as graph:
            graph.rename(f"n{turn}", "number")
    got, before = answers(evaluator, request)
    errors += [outcome.error for outcome in (*got, *before) if outcome.error]
    assert errors == [] and got[0].value == 200
    assert slow_nodes.RUNS
