import pytest
from PIL import Image

from graph_core import Ancestor, CredentialsError, sign, verify

GRADE = Ancestor("Grade", "color.grade", 3, "", "Adjust contrast")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    for name in ("SIGNING_CERT", "SIGNING_KEY", "TRUST_ANCHORS"):
        monkeypatch.delenv(f"SEMBLANCE_{name}", raising=False)
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "shot.png"
    Image.new("RGB", (8, 8), "teal").save(path)
    return path


def change_a_byte(path, where):
    content = bytearray(path.read_bytes())
    content[content.index(where)] ^= 1
    path.write_bytes(content)


def test_cut_and_extended_files_are_altered(picture):
    sign(picture, ancestors=(GRADE,))
    signed = picture.read_bytes()

    for content in (signed + b"x", signed[:-1], signed[: len(signed) // 2]):
        picture.write_bytes(content)
        assert verify(picture).state == "altered"


def test_changed_credentials_are_altered(picture):
    sign(picture, ancestors=(GRADE,))

    change_a_byte(picture, b"color.grade")

    found = verify(picture)
    assert found.state == "altered"
    assert "the credentials were changed" in found.problems[0]


def test_an_unsigned_file_claims_nothing(picture):
    found = verify(picture)

    assert (found.state, found.claims, found.signer) == ("none", (), "")


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(CredentialsError, match="no file"):
        sign(tmp_path / "none.png", ancestors=())
    with pytest.raises(CredentialsError, match="cannot be read"):
        verify(tmp_path / "none.png")
    (tmp_path / "empty.png").touch()
    with pytest.raises(CredentialsError, match="complete"):
        verify(tmp_path / "empty.png")


def test_a_list_of_trusted_certificates_that_is_gone_is_told(picture, tmp_path, monkeypatch):
    monkeypatch.setenv("SEMBLANCE_TRUST_ANCHORS", str(tmp_path / "none.pem"))

    with pytest.raises(CredentialsError, match=r"none\.pem") as caught:
        verify(picture)

    assert "SEMBLANCE_TRUST_ANCHORS" in caught.value.hint


def test_claims_are_plain_words(picture):
    sign(picture, ancestors=(GRADE,))

    assert verify(picture).claims[1:] == ("Adjust contrast (color.grade)",)
