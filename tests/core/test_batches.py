"""Several frames at once, and what happens when memory runs out."""

import pytest
import torch
from toy_nodes import Clock, project

from graph_core import Context, DeviceMemoryError, Engine, Node, Param


class Batch(Node, id="toy.batch", batch=4):
    """Square several numbers at once, as far as memory goes."""

    room: int = Param(4, help="How many fit into memory.")

    def process(self, number: int) -> int:
        return number * number

    def process_batch(self, number: list[int], *, ctx: Context | None = None) -> list[int]:
        sizes.append(len(number))
        if len(number) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate a lot")
        return [self.process(item) for item in number]


class Greedy(Node, id="toy.greedy"):
    """Run out of memory the first times."""

    times: int = Param(1, help="How often.")

    def process(self, number: int) -> int:
        attempts.append(number)
        if len(attempts) <= self.times:
            raise MemoryError("not enough")
        return number


sizes: list[int] = []
attempts: list[int] = []


@pytest.fixture
def engine():
    with Engine(validate=True) as made:
        yield made


def test_consecutive_frames_are_handed_over_in_batches(engine):
    sizes.clear()
    made = project(("clock", Clock), ("batch", Batch), frames=(1, 10), batch="clock")
    assert [v for _, (v,) in engine.render(made, ["batch"])] == [f * f for f in range(1, 11)]
    assert max(sizes) == 4
    assert sum(sizes) == 10


@pytest.mark.parametrize("room", [1, 2, 3])
def test_out_of_memory_makes_batches_smaller(engine, room):
    made = project(("clock", Clock), ("batch", Batch, {"room": room}), frames=(1, 10), batch="clock")
    assert [v for _, (v,) in engine.render(made, ["batch"])] == [f * f for f in range(1, 11)]


def test_out_of_memory_with_one_frame_drops_the_cache_and_tries_again(engine):
    attempts.clear()
    made = project(("clock", Clock), ("greedy", Greedy), greedy="clock")
    assert engine.evaluate(made, "greedy", 7) == 7
    assert attempts == [7, 7]


def test_out_of_memory_for_good_is_an_error_that_says_so(engine):
    attempts.clear()
    made = project(("clock", Clock), ("greedy", Greedy, {"times": 99}), greedy="clock")
    with pytest.raises(DeviceMemoryError) as caught:
        engine.evaluate(made, "greedy", 7)
    assert (caught.value.node, caught.value.frame) == ("greedy", 7)
    assert caught.value.hint
