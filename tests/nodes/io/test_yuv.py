import numpy as np
import pytest
from graph_nodes.io._yuv import linear_to_yuv, yuv_to_linear

WAYS = {"matrix": "bt709", "bits": 8}


def planes(height: int, width: int, across: int = 1, down: int = 1, kind: type = np.uint8) -> tuple[np.ndarray, ...]:
    chroma = (-(-height // down), -(-width // across))
    return np.zeros((height, width), kind), np.zeros(chroma, kind), np.zeros(chroma, kind)


def decode(parts: tuple[np.ndarray, ...], **ways: object) -> np.ndarray:
    rgb = np.empty((3, *parts[0].shape), np.float32)
    yuv_to_linear(parts, rgb, **{**WAYS, "is_full_range": False, "is_curved": True, **ways})
    return rgb


def test_white_black_and_grey_have_the_codes_of_the_standard() -> None:
    rgb = np.broadcast_to(np.array([0, 1, 5], np.float32), (3, 1, 3)).copy()
    parts = planes(1, 3)
    assert linear_to_yuv(rgb, parts, **WAYS)
    assert parts[0].tolist() == [[16, 235, 235]]
    assert parts[1].tolist() == parts[2].tolist() == [[128, 128, 128]]


@pytest.mark.parametrize(("matrix", "red"), [("bt709", (63, 102, 240)), ("bt601", (81, 90, 240))])
def test_pure_red_has_the_codes_of_its_matrix(matrix: str, red: tuple[int, int, int]) -> None:
    rgb = np.array([1, 0, 0], np.float32).reshape(3, 1, 1)
    parts = planes(1, 1)
    linear_to_yuv(rgb, parts, matrix=matrix, bits=8)
    assert tuple(int(part[0, 0]) for part in parts) == red
    assert np.allclose(decode(parts, matrix=matrix).ravel(), [1, 0, 0], atol=0.01)


def test_full_range_has_black_at_zero() -> None:
    parts = tuple(np.full((1, 2), code, np.uint8) for code in (0, 128, 128))
    parts[0][0, 1] = 255
    assert np.allclose(decode(parts, is_full_range=True, is_curved=False), [[[0, 1]]] * 3, atol=1e-6)


@pytest.mark.parametrize("bits", [8, 10])
@pytest.mark.parametrize(("across", "down"), [(1, 1), (2, 1), (2, 2), (4, 1), (1, 2)])
def test_planes_decode_as_the_formula_says(bits: int, across: int, down: int) -> None:
    random = np.random.default_rng(1)
    kind = np.uint8 if bits == 8 else np.uint16
    parts = planes(5, 7, across, down, kind)
    for part in parts:
        part[:] = random.integers(0, 2**bits, part.shape)
    unit = 2 ** (bits - 8)
    u, v = (part.repeat(down, 0)[:5].repeat(across, 1)[:, :7] / unit - 128.0 for part in parts[1:])
    luma = (parts[0] / unit - 16.0) / 219
    u, v = u / 224, v / 224
    code = np.stack(
        [luma + 1.5748 * v, luma - 0.2126 * 1.5748 / 0.7152 * v - 0.0722 * 1.8556 / 0.7152 * u, luma + 1.8556 * u]
    ).clip(0, 1)
    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    assert np.abs(decode(parts, bits=bits) - light).max() < 1e-5


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 7), (6, 4)])
@pytest.mark.parametrize(("across", "down"), [(1, 1), (2, 1), (2, 2)])
@pytest.mark.parametrize("bits", [8, 10])
def test_a_frame_left_alone_comes_back_code_for_code(size: tuple[int, int], across: int, down: int, bits: int) -> None:
    random = np.random.default_rng(2)
    parts = planes(*size, across, down, np.uint8 if bits == 8 else np.uint16)
    unit = 2 ** (bits - 8)
    # Well inside the colours that RGB can hold, so that nothing is clipped.
    parts[0][:] = random.integers(100 * unit, 150 * unit, parts[0].shape)
    for part in parts[1:]:
        part[:] = random.integers(118 * unit, 138 * unit, part.shape)
    again = tuple(np.empty_like(part) for part in parts)
    assert linear_to_yuv(decode(parts, bits=bits), again, matrix="bt709", bits=bits)
    for before, after in zip(parts, again, strict=True):
        assert np.array_equal(before, after)


def test_a_block_at_an_odd_edge_averages_the_pixels_it_has() -> None:
    rgb = np.zeros((3, 3, 3), np.float32)
    rgb[0, 2, 2] = 1
    parts = planes(3, 3, 2, 2)
    linear_to_yuv(rgb, parts, **WAYS)
    assert parts[2].tolist() == [[128, 128], [128, 240]]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("channel", [0, 1, 2])
def test_what_is_no_number_is_noticed(bad: float, channel: int) -> None:
    rgb = np.zeros((3, 2, 2), np.float32)
    rgb[channel, 1, 1] = bad
    assert not linear_to_yuv(rgb, planes(2, 2, 2, 2), **WAYS)
