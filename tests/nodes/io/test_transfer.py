import numpy as np
import pytest
from graph_nodes.io._transfer import code_table, decode_plane, encode_plane


def curve(light: np.ndarray) -> np.ndarray:
    light = light.astype(np.float64)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("bits", [8, 16])
def test_encoding_is_exact_to_half_a_code(bits: int) -> None:
    # Every float exponent that matters, and the joint of the curve.
    light = np.concatenate([np.geomspace(1e-7, 1, 40000), np.linspace(0, 0.01, 20000), [0, 0.0031308, 1]])
    light = light.astype(np.float32).reshape(1, -1)
    codes = np.empty(light.shape, np.uint8 if bits == 8 else np.uint16)
    assert encode_plane(light, bits, True, codes)
    assert np.abs(codes - curve(light) * (2**bits - 1)).max() < 0.51


def test_encoding_rounds_ten_bits_too() -> None:
    light = np.linspace(0, 1, 50001, dtype=np.float32).reshape(1, -1)
    codes = np.empty(light.shape, np.uint16)
    encode_plane(light, 10, True, codes)
    assert np.abs(codes - curve(light) * 1023).max() < 0.51
    assert codes.max() == 1023


def test_codes_out_of_range_are_clipped() -> None:
    light = np.array([[-3, 0, 0.5, 1, 70]], np.float32)
    codes = np.empty((1, 5), np.uint8)
    encode_plane(light, 8, False, codes)
    assert codes.tolist() == [[0, 0, 128, 255, 255]]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_noticed(bad: float) -> None:
    light = np.zeros((3, 5), np.float32)
    codes = np.empty((3, 5), np.uint8)
    assert encode_plane(light, 8, True, codes)
    light[2, 4] = bad
    assert not encode_plane(light, 8, True, codes)


@pytest.mark.parametrize("bits", [8, 16])
def test_every_code_survives_decoding_and_encoding(bits: int) -> None:
    kind = np.uint8 if bits == 8 else np.uint16
    codes = np.arange(2**bits, dtype=kind).reshape(2, -1)
    light = np.empty(codes.shape, np.float32)
    decode_plane(codes, bits, True, light)
    again = np.empty_like(codes)
    encode_plane(light, bits, True, again)
    assert np.array_equal(again, codes)


def test_a_packed_picture_is_read_channel_by_channel() -> None:
    packed = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    light = np.empty((2, 3), np.float32)
    decode_plane(packed[:, :, 1], 8, False, light)
    assert np.allclose(light * 255, packed[:, :, 1])


def test_a_stray_bit_in_a_word_reads_as_full_light() -> None:
    assert code_table(10, True)[[1023, 1024, 65535]].tolist() == [1, 1, 1]


def test_read_only_codes_are_accepted() -> None:
    codes = np.full((1, 1), 255, np.uint8)
    codes.flags.writeable = False
    light = np.empty((1, 1), np.float32)
    decode_plane(codes, 8, True, light)
    assert light[0, 0] == 1
