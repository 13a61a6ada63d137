import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import OpenEXR
import pytest
import tifffile
import torch
from graph_nodes.io._still import load_still, still_format
from PIL import Image as Pillow
from PIL import ImageCms

from graph_core import Format, MediaError


def load(path: Path, curve: str = "auto", nan: str = "error") -> torch.Tensor:
    return load_still(path, curve, nan)


def linear(codes: np.ndarray, peak: float) -> np.ndarray:
    codes = codes / peak
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def exr(path: Path, channels: dict[str, np.ndarray], **header: object) -> Path:
    OpenEXR.File({"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage, **header}, channels).write(
        str(path)
    )
    return path


@pytest.fixture
def codes() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (5, 7, 4)).astype(np.uint8)


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tga", ".webp", ".tif"])
def test_eight_bit_colours_become_linear(suffix: str, codes: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    Pillow.fromarray(codes[..., :3]).save(path, **({"lossless": True} if suffix == ".webp" else {}))
    pixels = load(path)
    assert pixels.dtype == torch.float32
    assert np.allclose(pixels, linear(codes[..., :3], 255).transpose(2, 0, 1), atol=1e-6)
    assert np.allclose(load(path, "linear"), codes[..., :3].transpose(2, 0, 1) / 255, atol=1e-6)


@pytest.mark.parametrize("suffix", [".png", ".webp", ".tif"])
def test_straight_alpha_is_multiplied_into_the_light(suffix: str, codes: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    codes[..., 3] |= 1
    Pillow.fromarray(codes).save(path, **({"lossless": True, "exact": True} if suffix == ".webp" else {}))
    alpha = codes[..., 3:] / 255
    wanted = np.concatenate([linear(codes[..., :3], 255) * alpha, alpha], 2)
    assert np.allclose(load(path), wanted.transpose(2, 0, 1), atol=1e-6)


@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bit_png_keeps_its_depth(channels: int, tmp_path: Path) -> None:
    codes = np.random.default_rng(4).integers(0, 65536, (4, 3, channels)).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "a.png"), codes[..., [2, 1, 0, 3][:channels]])
    pixels = load(tmp_path / "a.png", "linear")
    if channels == 3:
        assert np.allclose(pixels, codes.transpose(2, 0, 1) / 65535, atol=1e-7)
    else:
        assert np.allclose(pixels[3], codes[..., 3] / 65535, atol=1e-7)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_grey_and_palettes_become_rgb(mode: str, codes: np.ndarray, tmp_path: Path) -> None:
    if mode == "I;16":
        source = Pillow.fromarray(codes[..., 0].astype(np.uint16) * 257)
    else:
        source = Pillow.fromarray(codes[..., 0]).convert(mode)
    source.save(tmp_path / "a.png")
    pixels = load(tmp_path / "a.png")
    grey = np.asarray(Pillow.fromarray(codes[..., 0]).convert("1").convert("L") if mode == "1" else codes[..., 0])
    assert pixels.shape == (4 if mode == "LA" else 3, 5, 7)
    assert np.allclose(pixels[:3], np.broadcast_to(linear(grey, 255), (3, 5, 7)), atol=1e-6)


def test_a_phones_jpeg_is_upright(tmp_path: Path) -> None:
    drawn = np.zeros((16, 32, 3), np.uint8)
    drawn[:, 16:] = 255
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turn clockwise to show
    Pillow.fromarray(drawn).save(tmp_path / "a.jpg", exif=exif, quality=95)
    pixels = load(tmp_path / "a.jpg")
    assert pixels.shape == (3, 32, 16)
    assert pixels[:, :12].max() < 0.05
    assert pixels[:, 20:].min() > 0.9


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_colour_profile_is_applied(suffix: str, tmp_path: Path) -> None:
    picture = Pillow.new("RGB", (16, 16), (200, 100, 50))
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = own.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "BGRs".encode("utf-16-be"))
    for name, profile in (("none", None), ("own", own), ("swapped", swapped)):
        picture.save(tmp_path / (name + suffix), icc_profile=profile)
    plain = load(tmp_path / f"none{suffix}")
    assert torch.equal(load(tmp_path / f"own{suffix}"), plain)
    assert torch.allclose(load(tmp_path / f"swapped{suffix}"), plain.flip(0), atol=0.01)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float16, np.float32])
@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_tiff_of_every_depth(kind: type, planar: str, tmp_path: Path) -> None:
    peak = 1.0 if np.dtype(kind).kind == "f" else float(np.iinfo(kind).max)
    codes = (np.random.default_rng(5).random((4, 6, 3)) * peak).astype(kind)
    stored = codes if planar == "contig" else np.moveaxis(codes, 2, 0)
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", planarconfig=planar)
    wanted = codes.astype(np.float64) if peak == 1 else linear(codes, peak)
    assert np.allclose(load(tmp_path / "a.tif"), wanted.transpose(2, 0, 1), atol=1e-6)
    if peak == 1:
        curved = linear(codes.astype(np.float64), 1)
        assert np.allclose(load(tmp_path / "a.tif", "srgb"), curved.transpose(2, 0, 1), atol=1e-6)


def test_tiff_tells_whether_its_alpha_is_premultiplied(tmp_path: Path) -> None:
    stored = np.full((2, 2, 4), 0.25, np.float32)
    stored[..., 3] = 0.5
    for word, colour in (("assocalpha", 0.25), ("unassalpha", 0.125)):
        tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extrasamples=[word])
        assert np.allclose(load(tmp_path / "a.tif")[:, 0, 0], [colour] * 3 + [0.5])


def test_premultiplied_codes_meet_the_curve_without_their_alpha(tmp_path: Path) -> None:
    stored = np.array([[[64, 64, 64, 128], [0, 0, 0, 0]]], np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extrasamples=["assocalpha"])
    pixels = load(tmp_path / "a.tif")
    alpha = 128 / 255
    assert np.allclose(pixels[:, 0, 0], [*[linear(np.float64(64 / 255 / alpha), 1) * alpha] * 3, alpha], atol=1e-6)
    assert pixels[:, 0, 1].tolist() == [0, 0, 0, 0]


def test_lzw_tiff_needs_no_extra_package(codes: np.ndarray, tmp_path: Path) -> None:
    Pillow.fromarray(codes[..., :3]).save(tmp_path / "a.tif", compression="tiff_lzw")
    assert np.allclose(load(tmp_path / "a.tif", "linear"), codes[..., :3].transpose(2, 0, 1) / 255, atol=1e-6)


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_exr_is_linear_unbounded_and_premultiplied(kind: type, tmp_path: Path) -> None:
    values = np.array([[0.25, 17.0, -0.5]], kind)
    path = exr(tmp_path / "a.exr", {"R": values, "G": values, "B": values, "A": np.full((1, 3), 0.5, kind)})
    assert load(path)[:, 0].tolist() == [[0.25, 17.0, -0.5]] * 3 + [[0.5] * 3]


def test_exr_layer_and_single_channel_are_found(tmp_path: Path) -> None:
    values = [np.full((2, 2), level, np.float32) for level in (0.1, 0.2, 0.3)]
    path = exr(tmp_path / "a.exr", {"Z": values[0] * 9, **dict(zip(("key.R", "key.G", "key.B"), values, strict=True))})
    assert np.allclose(load(path)[:, 0, 0], [0.1, 0.2, 0.3])
    assert np.allclose(load(exr(tmp_path / "b.exr", {"Y": values[1]}))[:, 1, 1], 0.2)
    with pytest.raises(MediaError, match="no red, green and blue, only Z"):
        load(exr(tmp_path / "c.exr", {"Z": values[0]}))


def test_exr_fills_its_display_window(tmp_path: Path) -> None:
    values = np.arange(1, 13, dtype=np.float32).reshape(3, 4)
    windows = {
        "displayWindow": (np.array([0, 0], np.int32), np.array([3, 3], np.int32)),
        "dataWindow": (np.array([-1, 2], np.int32), np.array([2, 4], np.int32)),
    }
    path = exr(tmp_path / "a.exr", dict.fromkeys("RGB", values), **windows)
    wanted = [[0, 0, 0, 0], [0, 0, 0, 0], [2, 3, 4, 0], [6, 7, 8, 0]]
    assert load(path)[0].tolist() == wanted
    assert still_format(path) == Format(4, 4)


def test_exr_with_other_primaries_is_converted(tmp_path: Path) -> None:
    aces_cg = (0.713, 0.293, 0.165, 0.83, 0.128, 0.044, 0.32168, 0.33767)
    colours = np.array([[[1, 1, 1], [1, 0, 0]]], np.float32)
    channels = {name: np.ascontiguousarray(colours[..., at]) for at, name in enumerate("RGB")}
    pixels = load(exr(tmp_path / "a.exr", channels, chromaticities=aces_cg))
    assert np.allclose(pixels[:, 0, 0], 1, atol=1e-3)
    # First column of the AP1 to Rec. 709 matrix as the ACES project publishes it.
    assert np.allclose(pixels[:, 0, 1], [1.7051, -0.1302, -0.0240], atol=2e-3)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_an_error_or_black(bad: float, tmp_path: Path) -> None:
    values = np.array([[0.5, bad]], np.float32)
    path = exr(tmp_path / "a.exr", dict.fromkeys("RGB", values))
    with pytest.raises(MediaError, match=r"a\.exr has pixels that are no number") as caught:
        load(path)
    assert "black" in caught.value.hint
    assert load(path, nan="black")[0].tolist() == [[0.5, 0]]


def damage(png: bytes, at: int) -> bytes:
    return png[:at] + bytes([png[at] ^ 1]) + png[at + 1 :]


def test_a_damaged_png_is_never_shown(codes: np.ndarray, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Pillow.fromarray(codes).save(buffer, "PNG")
    good, path = buffer.getvalue(), tmp_path / "a.png"
    for content in (damage(good, 60), good[:-14], good[:40], good[:8]):
        path.write_bytes(content)
        with pytest.raises(MediaError, match=r"a\.png cannot be read"):
            load(path)


def test_a_png_whose_data_is_garbage_with_the_right_checksum(tmp_path: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    content = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"garbage" * 9) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(MediaError, match="cannot be read"):
        load(tmp_path / "a.png")


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".exr", ".webp"])
def test_a_file_cut_short_is_an_error(suffix: str, codes: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".exr":
        exr(path, dict.fromkeys("RGB", codes[..., 0].astype(np.float32)))
    else:
        Pillow.fromarray(codes[..., :3]).resize((64, 64)).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(MediaError, match="cannot be read"):
        load(path)


def test_a_jpeg_named_png_is_read_all_the_same(tmp_path: Path) -> None:
    Pillow.new("RGB", (8, 8), (255, 255, 255)).save(tmp_path / "a.png", "JPEG")
    assert load(tmp_path / "a.png").min() > 0.99


def test_one_pixel(tmp_path: Path) -> None:
    Pillow.new("RGB", (1, 1), (255, 0, 0)).save(tmp_path / "a.png")
    assert load(tmp_path / "a.png").ravel().tolist() == [1, 0, 0]
    assert still_format(tmp_path / "a.png") == Format(1, 1)


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is a folder"):
        load(tmp_path)
