"""Values on disk come back to the bit, and nothing in a file is ever run."""

import json
import pickle
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
import safetensors.numpy
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_core import Face, Image, Value, values
from graph_core.cache import decode, encode
from graph_core.testing import sample

NAMED = [getattr(values, name) for name in values.__all__]
VALUES = [cls for cls in NAMED if isinstance(cls, type) and issubclass(cls, Value) and cls is not Value]


def alike(first, second):
    """Whether two values are of one type and equal to the bit, NaN and -0.0 included."""
    if type(first) is not type(second):
        return False
    if isinstance(first, Value):
        return all(alike(getattr(first, name), getattr(second, name)) for name in first.__dataclass_fields__)
    if isinstance(first, torch.Tensor):
        if first.dtype != second.dtype or first.shape != second.shape:
            return False
        return torch.equal(*(item.contiguous().reshape(-1).view(torch.uint8) for item in (first, second)))
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, tuple | list):
        return len(first) == len(second) and all(map(alike, first, second))
    if isinstance(first, dict):
        return list(first) == list(second) and all(alike(first[key], second[key]) for key in first)
    if isinstance(first, float):
        return np.float64(first).tobytes() == np.float64(second).tobytes()
    return first == second


@pytest.mark.parametrize("cls", VALUES, ids=lambda cls: cls.__name__)
def test_every_kind_of_value_comes_back_to_the_bit(cls):
    value = sample(cls)
    again = decode(encode(value))
    assert alike(value, again)
    assert encode(again) == encode(value)


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.uint8, torch.bool]
)
@pytest.mark.parametrize("shape", [(), (0,), (3, 2, 5)])
def test_tensors_of_any_type_and_shape(dtype, shape):
    tensor = (torch.rand(shape, generator=torch.Generator().manual_seed(1)) * 9).to(dtype)
    assert alike(tensor, decode(encode(tensor)))


def test_a_view_of_a_tensor_is_kept_as_what_it_shows():
    pixels = torch.arange(60.0).reshape(3, 4, 5).transpose(1, 2)[:, ::2].flip(0)
    assert torch.equal(decode(encode(Image(pixels))).pixels, pixels)


def test_numbers_that_are_not_finite_and_both_zeros():
    strange = [float("nan"), float("inf"), -float("inf"), -0.0, 0.0, 5e-324]
    assert alike(strange, decode(encode(strange)))
    assert alike(np.array(strange), decode(encode(np.array(strange))))


# NaN is tested above: JSON does not keep its sign.
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(max_size=20)
STATES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(STATES)
def test_whatever_a_stream_may_keep_comes_back(state):
    assert alike(state, decode(encode(state)))


def test_what_cannot_be_written_is_refused():
    for thing in (object(), {1, 2}, np.array(["word"]), np.array([object()]), lambda: None):
        with pytest.raises(TypeError, match="cannot be kept on disk"):
            encode([thing])


def test_what_nests_without_end_or_is_endlessly_long_is_refused():
    loop = []
    loop.append(loop)
    for thing in (loop, 10**5000):
        with pytest.raises(TypeError, match="cannot be kept on disk"):
            encode(thing)


class Bomb:
    """Fails the test if it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("a file was unpickled",))


def described(tree, **arrays):
    """Write a file with any description of a value."""
    return safetensors.numpy.save(arrays, {"value": tree if isinstance(tree, str) else json.dumps(tree)})


HOSTILE = {
    "empty": b"",
    "short": b"\x08",
    "pickle": pickle.dumps(Bomb()),
    "a header without end": b"\xff" * 100,
    "a header too long": (1 << 40).to_bytes(8, "little") + b"{}",
    "no description": safetensors.numpy.save({"a": np.zeros(2)}),
    "a description that is no JSON": described("{"),
    "a description without a kind": described({}),
    "a description that is a number": described(3),
    "nothing": described(None),
    "a class that is no value": described({"value": "Path", "fields": {}}),
    "a dotted class": described({"value": "os.system", "fields": {"command": {"plain": "true"}}}),
    "a field that does not exist": described({"value": "Audio", "fields": {"zzz": {"plain": 1}}}),
    "fields that are a list": described({"value": "Audio", "fields": []}),
    "an array that is not there": described({"array": "7"}),
    "a tensor of an unknown type": described({"tensor": "0", "dtype": "bfloat16"}, **{"0": np.zeros(3, np.uint8)}),
    "a tensor without a type": described({"tensor": "0"}, **{"0": np.zeros(3, np.float32)}),
    "a key that is a list": described({"dict": [[{"list": []}, {"plain": 1}]]}),
    "a pair of three": described({"dict": [[{"plain": 1}, {"plain": 1}, {"plain": 1}]]}),
    "very deep": described('{"list": [' * 5000 + "]}" * 5000),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_a_value_error_and_nothing_else(data):
    with pytest.raises(ValueError):
        decode(data)


GOOD = encode(sample(Face))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=3))
def test_an_altered_file_is_read_or_refused_and_nothing_else(at, change):
    altered = GOOD[:at] + change + GOOD[at + len(change) :]
    try:
        decode(altered)
    except ValueError:
        return


def test_reading_imports_nothing():
    script = (
        "import sys; from graph_core.cache import decode; data = sys.stdin.buffer.read(); before = set(sys.modules);"
        "decode(data); print(sorted(set(sys.modules) - before))"
    )
    data = encode({"module": "antigravity", "numbers": np.zeros(3)})
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
    assert b"antigravity" not in done.stdout and b"torch" not in done.stdout


@dataclass(frozen=True, eq=False)
class Whereabouts(Value):
    """What a plugin might add."""

    places: np.ndarray
    names: tuple[str, ...]


def test_a_value_that_a_plugin_adds():
    value = Whereabouts(np.arange(6.0).reshape(3, 2), ("a", "b", "ü"))
    assert alike(value, decode(encode(value)))
