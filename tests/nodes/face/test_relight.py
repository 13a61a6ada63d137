import numpy as np
import pytest
import torch
from graph_nodes.face._relight import light_gain
from graph_nodes.face.relight import Relight

from graph_core import Image, Matte


def flat(red, green, blue, width=100, height=100):
    return Image(torch.tensor([red, green, blue]).view(3, 1, 1).expand(3, height, width).clone())


def test_a_flat_face_takes_the_plates_colour(mesh_face, faces_of):
    faces = faces_of(100, 100, mesh_face())
    lit = Relight().process(flat(0.2, 0.2, 0.4), flat(0.4, 0.1, 0.4), faces).pixels
    torch.testing.assert_close(lit[:, 50, 50], torch.tensor([0.4, 0.1, 0.4]), atol=2e-3, rtol=0)


def test_without_colour_only_the_brightness_changes(mesh_face, faces_of):
    faces = faces_of(100, 100, mesh_face())
    lit = Relight(colour=0).process(flat(0.2, 0.2, 0.2), flat(0.6, 0.3, 0.0), faces).pixels
    # 0.2126 * 0.6 + 0.7152 * 0.3 = 0.3421
    torch.testing.assert_close(lit[:, 50, 50], torch.full((3,), 0.3421), atol=3e-3, rtol=0)


def test_half_the_strength_is_half_the_stops(mesh_face, faces_of):
    faces = faces_of(100, 100, mesh_face())
    lit = Relight(strength=0.5).process(flat(0.1, 0.1, 0.1), flat(0.4, 0.4, 0.4), faces).pixels
    assert float(lit[0, 50, 50]) == pytest.approx(0.2, abs=3e-3)


def test_broad_light_is_taken_over_and_fine_detail_stays():
    x = np.arange(200, dtype=np.float32)
    stripes = np.where((x // 2) % 2, 0.1, 0.3).astype(np.float32)
    face = np.broadcast_to(stripes, (3, 60, 200)).copy()
    plate = np.broadcast_to(0.2 + 0.002 * x, (3, 60, 200)).astype(np.float32)
    lit = face * light_gain(face, plate, np.ones((60, 200), np.float32), 10.0, 1.0)
    means = lit[0, 30].reshape(-1, 4).mean(axis=1)[10:40]
    np.testing.assert_allclose(means, (0.2 + 0.002 * x).reshape(-1, 4).mean(axis=1)[10:40], rtol=0.05)
    assert lit[0, 30, 100:104].max() / lit[0, 30, 100:104].min() == pytest.approx(3, rel=0.05)


def test_a_hand_does_not_light_the_face(mesh_face, faces_of):
    faces = faces_of(100, 100, mesh_face())
    plate = flat(0.4, 0.4, 0.4).pixels
    hand = torch.zeros(1, 100, 100)
    hand[:, :, 60:] = 1
    plate = torch.where(hand > 0, torch.tensor(5.0), plate)
    lit = Relight().process(flat(0.2, 0.2, 0.2), Image(plate), faces, Matte(hand)).pixels
    assert float(lit[0, 50, 55]) == pytest.approx(0.4, abs=5e-3)


def test_only_the_face_is_lit(mesh_face, faces_of):
    face = flat(0.2, 0.2, 0.2, 200, 160)
    lit = Relight().process(face, flat(0.8, 0.8, 0.8, 200, 160), faces_of(200, 160, mesh_face())).pixels
    assert torch.equal(lit[:, :, 120:], face.pixels[:, :, 120:])


def test_alpha_stays_and_colour_stays_premultiplied(mesh_face, faces_of):
    faces = faces_of(100, 100, mesh_face())
    clear = Image(torch.cat([flat(0.1, 0.1, 0.1).pixels, torch.full((1, 100, 100), 0.5)]))
    lit = Relight().process(clear, flat(0.6, 0.6, 0.6), faces).pixels
    assert torch.equal(lit[3], clear.pixels[3])
    assert float(lit[0, 50, 50]) == pytest.approx(0.3, abs=6e-3)


def test_nothing_to_do_returns_the_image(mesh_face, faces_of):
    face = flat(0.2, 0.2, 0.2)
    assert Relight().process(face, face, faces_of(100, 100)) is face
    assert Relight(strength=0).process(face, face, faces_of(100, 100, mesh_face())) is face


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7, 5)])
def test_tiny_pictures_and_untouched_inputs(mesh_face, faces_of, width, height):
    face, plate = flat(0.2, 0.3, 0.4, width, height), flat(0.5, 0.5, 0.5, width, height)
    lit = Relight().process(face, plate, faces_of(width, height, mesh_face((width / 2, height / 2))))
    lit.validate()
    assert torch.equal(face.pixels, flat(0.2, 0.3, 0.4, width, height).pixels)
