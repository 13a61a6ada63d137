"""Between the planes of a video frame (Y'CbCr) and scene-linear RGB, in one pass without the GIL.

A sample of subsampled chroma covers its whole block of pixels, both ways: what a graph leaves alone comes back as
it was, generation after generation, where interpolation would soften it each time.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from graph_nodes.io._transfer import (
    DECODE,
    ENCODE,
    LARGEST_FINITE,
    RULES,
    decode_srgb,
    encode_srgb,
    plane_of,
)

__all__ = ["Matrix", "linear_to_yuv", "yuv_to_linear"]

Matrix = Literal["bt601", "bt709", "bt2020"]

# How much red and blue count in luma.
_LUMA = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}
_WEIGHTS = plane_of(types.float32, axes=1, layout="C")


@cache
def _decode_weights(matrix: Matrix, bits: int, is_full_range: bool) -> NDArray[np.float32]:
    red, blue = _LUMA[matrix]
    green = 1 - red - blue
    luma, black, chroma, grey = _ranges(bits, is_full_range)
    red_of_v, blue_of_u = 2 * (1 - red) / chroma, 2 * (1 - blue) / chroma
    green_of_u, green_of_v = -blue_of_u * blue / green, -red_of_v * red / green
    offset = -black / luma
    return np.array(
        [
            *(1 / luma, red_of_v, green_of_u, green_of_v, blue_of_u),
            *(offset - red_of_v * grey, offset - (green_of_u + green_of_v) * grey, offset - blue_of_u * grey),
        ],
        dtype=np.float32,
    )


@cache
def _encode_weights(matrix: Matrix, bits: int) -> NDArray[np.float32]:
    red, blue = _LUMA[matrix]
    luma, black, chroma, grey = _ranges(bits, is_full_range=False)
    u_scale, v_scale = chroma / (2 * (1 - blue)), chroma / (2 * (1 - red))
    # The halves round to the nearest code once the fraction is cut off.
    return np.array([red, 1 - red - blue, blue, luma, black + 0.5, u_scale, v_scale, grey + 0.5], dtype=np.float32)


def _ranges(bits: int, is_full_range: bool) -> tuple[float, float, float, float]:
    """Return the codes between black and white, black's, those between the ends of chroma, and grey's."""
    unit = 2.0 ** (bits - 8)
    if is_full_range:
        return 2.0**bits - 1, 0.0, 2.0**bits - 1, 128 * unit
    return 219 * unit, 16 * unit, 224 * unit, 128 * unit


@njit(inline="always")
def _shift(whole, part):  # type: ignore[no-untyped-def]
    """Return by how many bits a chroma plane's length is shorter, rounding up: 4:2:0 has 1, 4:1:1 has 2."""
    return 0 if part >= whole else (1 if 2 * part >= whole else 2)


@njit(
    [
        types.void(
            *(plane_of(kind),) * 3, plane_of(types.float32, axes=3, layout="C", is_read=False), _WEIGHTS, types.boolean
        )
        for kind in (types.uint8, types.uint16)
    ],
    nogil=True,
    cache=True,
    fastmath=RULES,
)
def _decode(luma, blue, red, rgb, weights, is_curved):  # type: ignore[no-untyped-def]
    height, width = luma.shape
    shift_x, shift_y = _shift(width, blue.shape[1]), _shift(height, blue.shape[0])
    y_scale, red_of_v, green_of_u, green_of_v, blue_of_u = weights[0], weights[1], weights[2], weights[3], weights[4]
    rows = np.empty((4, width + 4), np.float32)
    row_y, row_r, row_g, row_b = rows[0], rows[1], rows[2], rows[3]
    for y in range(height):
        if y & ((1 << shift_y) - 1) == 0:
            for chroma_x in range(blue.shape[1]):
                u, v = np.float32(blue[y >> shift_y, chroma_x]), np.float32(red[y >> shift_y, chroma_x])
                r = weights[5] + red_of_v * v
                g = weights[6] + green_of_u * u + green_of_v * v
                b = weights[7] + blue_of_u * u
                for x in range(chroma_x << shift_x, (chroma_x + 1) << shift_x):
                    row_r[x] = r
                    row_g[x] = g
                    row_b[x] = b
        for x in range(width):
            row_y[x] = y_scale * np.float32(luma[y, x])
        if is_curved:
            for x in range(width):
                rgb[0, y, x] = decode_srgb(row_r[x] + row_y[x], DECODE)
                rgb[1, y, x] = decode_srgb(row_g[x] + row_y[x], DECODE)
                rgb[2, y, x] = decode_srgb(row_b[x] + row_y[x], DECODE)
        else:
            for x in range(width):
                rgb[0, y, x] = min(max(row_r[x] + row_y[x], np.float32(0)), np.float32(1))
                rgb[1, y, x] = min(max(row_g[x] + row_y[x], np.float32(0)), np.float32(1))
                rgb[2, y, x] = min(max(row_b[x] + row_y[x], np.float32(0)), np.float32(1))


@njit(
    [
        types.boolean(plane_of(types.float32, axes=3, layout="C"), *(plane_of(kind, is_read=False),) * 3, _WEIGHTS)
        for kind in (types.uint8, types.uint16)
    ],
    nogil=True,
    cache=True,
    fastmath=RULES,
)
def _encode(rgb, luma, blue, red, weights):  # type: ignore[no-untyped-def]
    height, width = luma.shape
    shift_x, shift_y = _shift(width, blue.shape[1]), _shift(height, blue.shape[0])
    of_red, of_green, of_blue, y_scale, y_offset = weights[0], weights[1], weights[2], weights[3], weights[4]
    bits = rgb.view(np.int32)
    largest, sign = np.int32(0), np.int32(0x7FFFFFFF)
    codes = np.empty(width, np.int32)
    # One column more than the picture may have: a block at the right edge of an odd width is half outside.
    differences = np.zeros((2, width + 1), np.float32)
    sum_u, sum_v = differences[0], differences[1]
    for y in range(height):
        red_row, green_row, blue_row = rgb[0, y], rgb[1, y], rgb[2, y]
        for channel in range(3):
            for x in range(width):
                largest = max(largest, bits[channel, y, x] & sign)
        for x in range(width):
            r = encode_srgb(red_row[x], ENCODE)
            g = encode_srgb(green_row[x], ENCODE)
            b = encode_srgb(blue_row[x], ENCODE)
            grey = of_red * r + of_green * g + of_blue * b
            codes[x] = np.int32(grey * y_scale + y_offset)
            sum_u[x] += b - grey
            sum_v[x] += r - grey
        for x in range(width):
            luma[y, x] = codes[x]
        lines = (y & ((1 << shift_y) - 1)) + 1
        if lines == 1 << shift_y or y == height - 1:
            u_scale = weights[5] / np.float32(lines << shift_x)
            v_scale = weights[6] / np.float32(lines << shift_x)
            if shift_x:
                sum_u[width], sum_v[width] = sum_u[width - 1], sum_v[width - 1]
                for x in range(blue.shape[1]):
                    blue[y >> shift_y, x] = np.int32((sum_u[2 * x] + sum_u[2 * x + 1]) * u_scale + weights[7])
                    red[y >> shift_y, x] = np.int32((sum_v[2 * x] + sum_v[2 * x + 1]) * v_scale + weights[7])
            else:
                for x in range(width):
                    blue[y >> shift_y, x] = np.int32(sum_u[x] * u_scale + weights[7])
                    red[y >> shift_y, x] = np.int32(sum_v[x] * v_scale + weights[7])
            differences[:] = 0
    return largest <= LARGEST_FINITE


def yuv_to_linear(
    planes: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    rgb: NDArray[np.float32],
    *,
    matrix: Matrix,
    bits: int,
    is_full_range: bool,
    is_curved: bool,
) -> None:
    """Write the scene-linear colour of a video frame, clipped to [0, 1].

    Args:
        planes: Luma `(H, W)` and the two of chroma, smaller where they are subsampled; uint8 or uint16.
        rgb: `(3, H, W)` to fill.
        matrix: How luma and chroma were made of RGB.
        bits: How many bits of a code count.
        is_full_range: Whether black is code 0, not 16.
        is_curved: Whether the codes follow the sRGB curve.
    """
    _decode(*planes, rgb, _decode_weights(matrix, bits, is_full_range), is_curved)


def linear_to_yuv(
    rgb: NDArray[np.float32], planes: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], *, matrix: Matrix, bits: int
) -> bool:
    """Write a picture as limited-range planes of a video frame with the sRGB curve.

    Args:
        rgb: `(3, H, W)`, scene-linear, unpremultiplied; clipped to [0, 1].
        planes: Luma `(H, W)` and the two of chroma to fill, smaller where they are subsampled; uint8 or uint16.
        matrix: How to make luma and chroma of RGB.
        bits: How many bits a code has.

    Returns:
        Whether all pixels were finite.
    """
    return bool(_encode(rgb, *planes, _encode_weights(matrix, bits)))
