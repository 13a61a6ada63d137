import hashlib
import stat
from pathlib import Path

import av
import numpy as np
import OpenEXR
import pytest
import tifffile
from PIL import Image

from graph_core import Ancestor, CredentialsError, sign, verify
from graph_core.credentials import sidecar_of

PIXELS = np.random.default_rng(7).integers(0, 256, (32, 48, 3), dtype=np.uint8)
GRADE = Ancestor("Grade", "color.grade", 3, "", "Adjust contrast")
SWAP = Ancestor("Swap", "face.swap", 2, "generated", "Put one face on another", models=("swap/1 sha256:0f3a",))
DRAW = Ancestor("Draw", "face.draw", 1, "generated", "Draw a face")
WARP = Ancestor("Warp", "face.warp", 1, "edited", "Push a face about")
TRAINED_EDIT = Ancestor("Age", "face.age", 1, "edited", "Make a face older", models=("age/1 sha256:11",))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    for name in ("SIGNING_CERT", "SIGNING_KEY", "TRUST_ANCHORS"):
        monkeypatch.delenv(f"SEMBLANCE_{name}", raising=False)
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path_factory.mktemp("home")))


def write_media(path: Path) -> Path:
    if path.suffix in (".png", ".jpg"):
        Image.fromarray(PIXELS).save(path)
    elif path.suffix == ".tif":
        tifffile.imwrite(path, PIXELS.astype(np.uint16) * 257)
    elif path.suffix == ".exr":
        with OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": PIXELS.astype(np.float32) / 255}) as file:
            file.write(str(path))
    else:
        with av.open(str(path), "w") as container:
            video = container.add_stream("mpeg4", rate=25)
            video.width, video.height, video.pix_fmt = 48, 32, "yuv420p"
            for shift in range(5):
                container.mux(video.encode(av.VideoFrame.from_ndarray(np.roll(PIXELS, shift, 1), format="rgb24")))
            container.mux(video.encode())
    return path


def decoded(path: Path) -> np.ndarray:
    if path.suffix in (".png", ".jpg"):
        with Image.open(path) as picture:
            return np.array(picture)
    if path.suffix == ".tif":
        return tifffile.imread(path)
    with av.open(str(path)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def change_a_byte(path: Path, where: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(where)] ^= 1
    path.write_bytes(content)


def middle_of(path: Path) -> bytes:
    return path.read_bytes()[path.stat().st_size // 2 :][:24]


def reading(*files: Path, name: str = "Read") -> Ancestor:
    return Ancestor(name, "io.read", 1, "", "Read pictures", tuple(map(str, files)))


def source_type(path: Path) -> str:
    return next((action.source_type for action in verify(path).actions if action.source_type), "")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".mp4", ".mov"])
def test_credentials_go_into_the_file_and_leave_its_pictures_alone(tmp_path, suffix):
    path = write_media(tmp_path / f"shot{suffix}")
    path.chmod(0o640)
    before = decoded(path)

    sign(path, ancestors=(GRADE,))

    assert np.array_equal(decoded(path), before)
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    found = verify(path)
    assert (found.state, found.trust, found.generated) == ("valid", "development", False)
    assert "development certificate" in found.signer


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".mp4", ".mov"])
def test_a_changed_byte_shows(tmp_path, suffix):
    path = write_media(tmp_path / f"shot{suffix}")
    payload = middle_of(path)
    sign(path, ancestors=(GRADE,))

    change_a_byte(path, payload)

    found = verify(path)
    assert found.state == "altered"
    assert "the content was changed after signing" in found.problems[0]


@pytest.mark.parametrize("suffix", [".exr", ".mkv"])
def test_formats_without_room_get_a_sidecar(tmp_path, suffix):
    path = write_media(tmp_path / f"shot{suffix}")
    before = path.read_bytes()

    sign(path, ancestors=(GRADE,))

    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path, sidecar_of(path)]
    assert verify(path).state == "valid"
    change_a_byte(path, middle_of(path))
    assert verify(path).state == "altered"
    sidecar_of(path).write_bytes(b"nonsense")
    assert verify(path).state == "altered"
    sidecar_of(path).unlink()
    assert verify(path).state == "none"


def test_signing_again_replaces_the_credentials(tmp_path):
    path = write_media(tmp_path / "shot.png")
    sign(path, ancestors=(SWAP,))
    sign(path, ancestors=(GRADE,))

    found = verify(path)
    assert found.state == "valid"
    assert [action.node for action in found.actions] == ["", "color.grade"]


def test_each_kind_of_node_is_one_action(tmp_path):
    path = write_media(tmp_path / "shot.png")
    again = Ancestor("Grade2", "color.grade", 3, "", "Adjust contrast")

    sign(path, ancestors=(GRADE, SWAP, again))

    first, grade, swap = verify(path).actions
    assert first.kind == "c2pa.created"
    assert (grade.node, grade.version, grade.description) == ("color.grade", 3, "Adjust contrast")
    assert (swap.node, swap.version, swap.models) == ("face.swap", 2, ("swap/1 sha256:0f3a",))


@pytest.mark.parametrize(
    ("node", "media", "expected", "generated"),
    [
        (SWAP, 2, "compositeWithTrainedAlgorithmicMedia", True),
        (SWAP, 1, "compositeWithTrainedAlgorithmicMedia", True),
        (SWAP, 0, "trainedAlgorithmicMedia", True),
        (DRAW, 2, "compositeSynthetic", True),
        (DRAW, 0, "algorithmicMedia", True),
        (TRAINED_EDIT, 1, "compositeWithTrainedAlgorithmicMedia", True),
        (WARP, 2, "composite", False),
        (WARP, 1, "", False),
        (GRADE, 2, "composite", False),
        (GRADE, 0, "digitalCreation", False),
    ],
)
def test_the_source_type_follows_from_what_the_nodes_did(tmp_path, node, media, expected, generated):
    path = write_media(tmp_path / "shot.png")
    plates = [write_media(tmp_path / name) for name in ("plate.png", "photo.jpg")[:media]]

    sign(path, ancestors=(*(reading(plate) for plate in plates), node))

    assert source_type(path) == expected
    assert verify(path).generated is generated


def test_a_weights_file_counts_as_a_trained_model(tmp_path):
    path, weights = write_media(tmp_path / "shot.png"), tmp_path / "face.safetensors"
    weights.write_bytes(b"weights")
    load = Ancestor("Weights", "model.weights", 1, "", "Read weights", (str(weights),))

    sign(path, ancestors=(load, DRAW))

    assert source_type(path) == "trainedAlgorithmicMedia"
    assert [(item.title, item.relation) for item in verify(path).ingredients] == [("face.safetensors", "inputTo")]


@pytest.mark.parametrize(("node", "note"), [(SWAP, "synthetic identity"), (WARP, "People were changed"), (GRADE, "")])
def test_what_was_done_to_people_is_said_in_plain_words(tmp_path, node, note):
    path = write_media(tmp_path / "shot.png")

    sign(path, ancestors=(node,))

    notes = [claim for claim in verify(path).claims if "synthetic" in claim or "People" in claim]
    assert len(notes) == bool(note)
    assert all(note in claim for claim in notes)


def test_one_plate_is_opened_and_several_are_placed(tmp_path):
    path = write_media(tmp_path / "shot.png")
    plate, photo = write_media(tmp_path / "plate.mp4"), write_media(tmp_path / "photo.jpg")

    sign(path, ancestors=(reading(plate), GRADE))
    assert [action.kind for action in verify(path).actions] == ["c2pa.opened", "c2pa.edited", "c2pa.edited"]
    assert [item.relation for item in verify(path).ingredients] == ["parentOf"]

    sign(path, ancestors=(reading(plate), reading(photo, name="Photo"), GRADE))
    found = verify(path)
    assert [action.kind for action in found.actions] == ["c2pa.created", "c2pa.placed", "c2pa.edited"]
    relations = {item.title: item.relation for item in found.ingredients}
    assert relations == {"plate.mp4": "componentOf", "photo.jpg": "componentOf"}


def test_ingredients_are_named_with_their_digest_and_without_folders(tmp_path):
    path, plate = write_media(tmp_path / "shot.png"), write_media(tmp_path / "plate.exr")

    sign(path, ancestors=(reading(plate),))

    (found,) = verify(path).ingredients
    digest = hashlib.sha256(plate.read_bytes()).hexdigest()
    assert (found.title, found.digest, found.signer) == ("plate.exr", f"sha256:{digest}", "")
    assert str(tmp_path).encode() not in path.read_bytes()


@pytest.mark.parametrize("suffix", [".png", ".mov", ".exr"])
def test_credentials_of_ingredients_are_kept(tmp_path, suffix):
    path, plate = write_media(tmp_path / "shot.png"), write_media(tmp_path / f"plate{suffix}")
    sign(plate, ancestors=(SWAP,))

    sign(path, ancestors=(reading(plate), reading(write_media(tmp_path / "photo.jpg"))))

    found = verify(path)
    kept = {item.title: item for item in found.ingredients}[plate.name]
    assert "development certificate" in kept.signer
    assert kept.problems == ()
    assert found.generated, "what went in was generated, so this is, in part"
    assert source_type(path) == "compositeSynthetic"


@pytest.mark.parametrize("suffix", [".png", ".exr"])
def test_an_altered_ingredient_is_told_and_does_not_spoil_the_result(tmp_path, suffix):
    path, plate = write_media(tmp_path / "shot.png"), write_media(tmp_path / f"plate{suffix}")
    payload = middle_of(plate)
    sign(plate, ancestors=(GRADE,))
    change_a_byte(plate, payload)

    sign(path, ancestors=(reading(plate),))

    found = verify(path)
    assert found.state == "valid"
    assert "the content was changed after signing" in found.ingredients[0].problems[0]


def test_an_ingredient_replaced_on_disk_is_examined_anew(tmp_path):
    path, plate = write_media(tmp_path / "shot.png"), write_media(tmp_path / "plate.png")
    sign(path, ancestors=(reading(plate),))
    Image.fromarray(255 - PIXELS).save(plate)

    sign(path, ancestors=(reading(plate),))

    assert verify(path).ingredients[0].digest == f"sha256:{hashlib.sha256(plate.read_bytes()).hexdigest()}"


def test_a_sequence_is_one_ingredient(tmp_path):
    path = write_media(tmp_path / "shot.png")
    frames = [write_media(tmp_path / f"plate.{frame}.png") for frame in range(1001, 1004)]

    sign(path, ancestors=(reading(*frames), GRADE))

    assert [item.title for item in verify(path).ingredients] == ["plate.#.png (3 files)"]


def test_a_source_that_is_gone_or_not_what_it_says_is_no_obstacle(tmp_path):
    path, lie = write_media(tmp_path / "shot.png"), tmp_path / "lie.png"
    lie.write_bytes(b"no picture at all")

    sign(path, ancestors=(reading(lie, tmp_path / "gone.mov"),))

    found = verify(path)
    assert found.state == "valid"
    assert [item.title for item in found.ingredients] == ["lie.png"]
    assert b"gone.mov" in path.read_bytes()


def test_what_cannot_be_signed_stays_as_it_was(tmp_path):
    path = tmp_path / "shot.png"
    path.write_bytes(b"no picture at all")

    with pytest.raises(CredentialsError, match=r"shot\.png could not be signed"):
        sign(path, ancestors=(GRADE,))

    assert path.read_bytes() == b"no picture at all"
    assert list(tmp_path.iterdir()) == [path]
