"""The sRGB curve between coded pixels and scene-linear floats, in numba kernels that do without the GIL."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

__all__ = [
    "DECODE",
    "ENCODE",
    "LARGEST_FINITE",
    "RULES",
    "code_table",
    "decode_plane",
    "decode_srgb",
    "encode_plane",
    "encode_srgb",
    "plane_of",
]

# What the compiler may do with floats. Less than fastmath=True: NaN must survive, and sums keep their order, so that
# results do not depend on how wide the machine's vectors are.
RULES = {"contract", "nsz"}

# One, the end of the curve's straight piece, its slope; then a polynomial for the rest whose largest error is least
# (fitted by Lawson's iteration). The compiler works on 16 pixels of it at once, a third of the time of a table
# with interpolation.
# Decoding: light over the code value, at most 1.5e-6 of full scale off.
DECODE = tuple(
    np.float32(number)
    for number in (
        *(1.0, 0.04045, 1 / 12.92),
        *(0.0008439730924, 0.03575977856, 0.4784303123, 0.9115445181, -1.04932231),
        *(1.331674544, -1.185782267, 0.613950059, -0.1371020065),
    )
)
# Encoding: the code value over the fourth root of light, at most 2e-8 of full scale off. Single precision adds a
# twentieth of a code in 16 bit, so that depth is computed in double.
_ENCODE_DOUBLE = (
    *(1.0, 0.0031308, 12.92),
    *(-0.0572085078665, 0.101924407142, 1.62291852758, -1.82914831103, 2.94282289222),
    *(-3.7599979513, 3.42660400345, -2.06720243074, 0.73608294905, -0.116795598342),
)
ENCODE = tuple(np.float32(number) for number in _ENCODE_DOUBLE)

# Bits of a float without its sign: NaN and infinity are the numbers above this one.
LARGEST_FINITE = np.int32(0x7F7FFFFF)


def plane_of(kind: Any, *, axes: int = 2, layout: str = "A", is_read: bool = True) -> Any:
    """Return numba's type of an array; one that is only read may be a read-only array."""
    return types.Array(kind, axes, layout, readonly=is_read)


@njit(inline="always")
def decode_srgb(code, curve):  # type: ignore[no-untyped-def]
    """Return the light of a code value, both in [0, 1]; `curve` is `DECODE`."""
    code = min(max(code, curve[0] - curve[0]), curve[0])
    light = curve[-1]
    for term in range(len(curve) - 2, 2, -1):
        light = light * code + curve[term]
    return code * curve[2] if code <= curve[1] else light


@njit(inline="always")
def encode_srgb(light, curve):  # type: ignore[no-untyped-def]
    """Return the code value of light, both in [0, 1]; the precision is that of `curve`."""
    light = min(max(light * curve[0], curve[0] - curve[0]), curve[0])
    root = np.sqrt(np.sqrt(light))
    code = curve[-1]
    for term in range(len(curve) - 2, 2, -1):
        code = code * root + curve[term]
    return light * curve[2] if light <= curve[1] else code


@njit(
    [
        types.void(
            plane_of(kind),
            plane_of(types.float32, axes=1, layout="C"),
            plane_of(types.float32, is_read=False, layout="C"),
        )
        for kind in (types.uint8, types.uint16)
    ],
    nogil=True,
    cache=True,
)
def _look_up(codes, table, light):  # type: ignore[no-untyped-def]
    for y in range(codes.shape[0]):
        for x in range(codes.shape[1]):
            light[y, x] = table[codes[y, x]]


def _encoder(curve: tuple[Any, ...], kind: Any) -> Any:
    @njit(
        [
            types.boolean(
                plane_of(types.float32, layout="C"), plane_of(kind, is_read=False), types.float32, types.boolean
            )
        ],
        nogil=True,
        cache=True,
        fastmath=RULES,
    )
    def encode(light, codes, peak, is_curved):  # type: ignore[no-untyped-def]
        width = light.shape[1]
        bits = light.view(np.int32)
        largest = np.int32(0)
        row = np.empty(width, np.int32)  # contiguous, so that all but the last loop is done in vectors
        one, none, half = curve[0], curve[0] - curve[0], curve[0] * np.float32(0.5)
        for y in range(light.shape[0]):
            for x in range(width):
                largest = max(largest, bits[y, x] & np.int32(0x7FFFFFFF))
            if is_curved:
                for x in range(width):
                    row[x] = np.int32(encode_srgb(light[y, x], curve) * peak + half)
            else:
                for x in range(width):
                    row[x] = np.int32(min(max(light[y, x] * one, none), one) * peak + half)
            for x in range(width):
                codes[y, x] = row[x]
        return largest <= LARGEST_FINITE

    return encode


_encode_bytes = _encoder(ENCODE, types.uint8)
_encode_words = _encoder(_ENCODE_DOUBLE, types.uint16)


@cache
def code_table(bits: int, is_curved: bool) -> NDArray[np.float32]:
    """Return the light of every code value, in single precision of the exact formula.

    A table for more than 8 bits has 65536 entries: a stray bit in a word then finds full light, not foreign memory.

    >>> [f"{light:.6f}" for light in code_table(8, True)[[0, 1, 255]]]
    ['0.000000', '0.000304', '1.000000']
    """
    codes = np.minimum(np.arange(256 if bits == 8 else 65536) / (2**bits - 1), 1.0)
    if is_curved:
        codes = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    table: NDArray[np.float32] = codes.astype(np.float32)
    table.flags.writeable = False
    return table


def decode_plane(codes: NDArray[Any], bits: int, is_curved: bool, light: NDArray[np.float32]) -> None:
    """Write the light of one channel's codes.

    Args:
        codes: `(H, W)` uint8 or uint16, any strides.
        bits: How many of them count.
        is_curved: Whether the codes follow the sRGB curve; they are proportional to light otherwise.
        light: `(H, W)` to fill.
    """
    _look_up(codes, code_table(bits, is_curved), light)


def encode_plane(light: NDArray[np.float32], bits: int, is_curved: bool, codes: NDArray[Any]) -> bool:
    """Write the codes of one channel's light, clipped to [0, 1]; at most 0.51 code values off.

    Args:
        light: `(H, W)`.
        bits: How many a code has.
        is_curved: Whether the codes follow the sRGB curve.
        codes: `(H, W)` uint8 or uint16 to fill, any strides.

    Returns:
        Whether all light was finite.
    """
    encode = _encode_bytes if codes.dtype == np.uint8 else _encode_words
    return bool(encode(light, codes, np.float32(2**bits - 1), is_curved))
