"""Results in memory: within the budget, and the costly small ones stay longest."""

import threading
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_core import Cache
from graph_core.cache import Entry, MemoryTier

MEGABYTE = 1 << 20


def entry(size_bytes=100, cost_s=1.0, value="picture"):
    return Entry(value, size_bytes, cost_s)


def key(number):
    return number.to_bytes(16, "little")


def test_what_is_put_is_there_and_nothing_else():
    tier = MemoryTier(MEGABYTE)
    tier.put(key(1), entry(value="one"))
    assert key(1) in tier and key(2) not in tier
    assert tier.get(key(1)).value == "one"
    assert tier.get(key(2)) is None
    assert (len(tier), tier.size_bytes) == (1, 100)


def test_putting_again_replaces_and_counts_once():
    tier = MemoryTier(MEGABYTE)
    tier.put(key(1), entry(100, value="old"))
    tier.put(key(1), entry(300, value="new"))
    assert tier.get(key(1)).value == "new"
    assert (len(tier), tier.size_bytes) == (1, 300)


def test_what_is_larger_than_the_budget_pushes_nothing_out():
    tier = MemoryTier(1000)
    tier.put(key(1), entry(900))
    tier.put(key(2), entry(1001, cost_s=1e6))
    assert key(1) in tier and key(2) not in tier


def test_the_cheap_to_make_leave_first():
    tier = MemoryTier(1000)
    for number in range(10):
        tier.put(key(number), entry(100, cost_s=1.0 + (number in (0, 3))))
    for number in range(10, 18):
        tier.put(key(number), entry(100, cost_s=1.5))
    assert {number for number in range(10) if key(number) in tier} == {0, 3}


def test_of_equal_cost_the_large_leave_first():
    tier = MemoryTier(1000)
    tier.put(key(0), entry(800))
    tier.put(key(1), entry(100))
    tier.put(key(2), entry(200))
    assert key(0) not in tier and key(1) in tier and key(2) in tier


def test_what_is_looked_at_outlives_what_is_not():
    tier = MemoryTier(1000)
    for number in range(10):
        tier.put(key(number), entry())
    for number in range(10, 60):
        assert tier.get(key(4)) is not None
        tier.put(key(number), entry())
    assert key(4) in tier
    assert not any(key(number) in tier for number in range(10) if number != 4)


def test_a_costly_result_nobody_asks_for_leaves_in_the_end():
    tier = MemoryTier(1000)
    tier.put(key(0), entry(cost_s=20.0))
    for number in range(1, 400):
        tier.put(key(number), entry(cost_s=1.0))
    assert key(0) not in tier


def test_clearing_frees_everything():
    tier = MemoryTier(1000)
    for number in range(30):
        tier.put(key(number), entry())
    tier.clear()
    assert (len(tier), tier.size_bytes) == (0, 0)
    tier.put(key(1), entry())
    assert key(1) in tier


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 700), st.floats(0, 100), st.booleans()), max_size=60),
    st.integers(1, 1500),
)
def test_the_budget_holds_whatever_happens(steps, limit):
    tier, sizes = MemoryTier(limit), {}
    for number, size, cost, is_put in steps:
        if is_put:
            tier.put(key(number), entry(size, cost))
            if size <= limit:
                sizes[number] = size
        else:
            tier.get(key(number))
        held = [number for number in sizes if key(number) in tier]
        assert tier.size_bytes == sum(sizes[number] for number in held) <= limit
        assert len(tier) == len(held)


@pytest.mark.parametrize("limit", [1000, 10_000])
def test_hours_of_scrubbing_through_the_same_frames_take_no_more_memory(limit):
    tier = MemoryTier(limit)

    def scrub(turns):
        for turn in range(turns):
            tier.put(key(turn % 20), entry())
            tier.get(key(turn % 7))

    scrub(2000)
    tracemalloc.start()
    scrub(2000)
    settled, _ = tracemalloc.get_traced_memory()
    scrub(8000)
    assert tracemalloc.get_traced_memory()[0] < settled + 20_000
    tracemalloc.stop()


def test_threads_do_not_lose_count():
    tier, start, failures = MemoryTier(5000), threading.Barrier(6), []

    def work(seed):
        start.wait()
        try:
            for turn in range(800):
                tier.put(key((turn * seed) % 97), entry(50 + turn % 40, cost_s=(turn * seed) % 5))
                tier.get(key(turn % 97))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    held = [tier.get(key(number)) for number in range(97)]
    assert tier.size_bytes == sum(item.size_bytes for item in held if item) <= 5000


def test_a_state_is_kept_as_it_was_when_it_was_kept():
    cache, state = Cache(MEGABYTE), {"sum": [1, 2]}
    cache.put_state(key(1), state)
    state["sum"].append(3)
    assert cache.has_state(key(1)) and not cache.has_state(key(2))
    assert cache.get_state(key(1)) == {"sum": [1, 2]}
    assert cache.get_state(key(2)) is None
    with pytest.raises(TypeError):
        cache.put_state(key(3), object())


def test_without_a_folder_nothing_is_on_disk():
    cache = Cache(MEGABYTE)
    cache.put(key(1), entry(cost_s=1e6))
    cache.refresh()
    assert not cache.is_on_disk(key(1)) and cache.load(key(1)) is None
    cache.drop_memory()
    assert cache.get(key(1)) is None
