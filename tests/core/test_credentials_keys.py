import datetime
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from graph_core import CredentialsError, sign, verify

PEM = serialization.Encoding.PEM


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    for name in ("SIGNING_CERT", "SIGNING_KEY", "TRUST_ANCHORS"):
        monkeypatch.delenv(f"SEMBLANCE_{name}", raising=False)
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("SEMBLANCE_HOME", str(folder))
    return folder


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "shot.png"
    Image.new("RGB", (8, 8), "teal").save(path)
    return path


def certificate(name, key, issuer_key):
    is_authority = key is issuer_key
    subject, issuer = (
        x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Paper Moon"),
                x509.NameAttribute(NameOID.COMMON_NAME, each),
            ]
        )
        for each in (name, "Paper Moon CA")
    )
    now = datetime.datetime.now(datetime.UTC)
    usage = x509.KeyUsage(
        not is_authority, False, False, False, False, is_authority, is_authority, False, False
    )  # signs data, or certificates and their revocation
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256()).public_bytes(PEM)


def use_own(folder: Path, monkeypatch, key, passphrase: bytes | None = None) -> Path:
    """Have files signed by "Paper Moon" and return the file of its authority."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = folder / "authority.pem"
    authority.write_bytes(certificate("Paper Moon CA", authority_key, authority_key))
    (folder / "chain.pem").write_bytes(certificate("Paper Moon Pictures", key, authority_key) + authority.read_bytes())
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, lock))
    monkeypatch.setenv("SEMBLANCE_SIGNING_CERT", str(folder / "chain.pem"))
    monkeypatch.setenv("SEMBLANCE_SIGNING_KEY", str(folder / "key.pem"))
    return authority


def test_the_development_key_is_private_and_kept(picture, home):
    sign(picture, ancestors=())
    (file,) = home.iterdir()
    before = file.read_bytes()

    sign(picture, ancestors=())

    assert file.read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_development_key_says_what_to_do(picture, home):
    (home / "development-signing.pem").write_text("nonsense")

    with pytest.raises(CredentialsError) as caught:
        sign(picture, ancestors=())

    assert "delete it" in caught.value.hint


def test_a_home_that_cannot_be_made_says_what_to_do(picture, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path / "file" / "home"))

    with pytest.raises(CredentialsError) as caught:
        sign(picture, ancestors=())

    assert "SEMBLANCE_HOME" in caught.value.hint


def test_processes_that_sign_for_the_first_time_at_once_share_one_key(home):
    code = (
        "import sys; from graph_core.credentials import _keys; import cryptography.x509; print('ready', flush=True);"
        "sys.stdin.readline(); print(_keys.signing_identity().chain.hex())"
    )
    pipe = subprocess.PIPE
    workers = [
        subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True, bufsize=1) for _ in range(4)
    ]
    for worker in workers:
        worker.stdout.readline()
    for worker in workers:
        worker.stdin.write("go\n")
    chains = {worker.communicate(timeout=60)[0] for worker in workers}

    assert len(chains) == 1
    assert chains != {""}
    assert len(list(home.iterdir())) == 1


@pytest.mark.parametrize(
    "make_key",
    [
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate,
        lambda: rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "P-384", "Ed25519", "RSA"],
)
def test_a_users_own_certificate_signs(picture, home, tmp_path, monkeypatch, make_key):
    authority = use_own(tmp_path, monkeypatch, make_key())

    sign(picture, ancestors=())

    assert list(home.iterdir()) == []
    found = verify(picture)
    assert (found.state, found.signer, found.trust) == ("valid", "Paper Moon Pictures", "unknown")
    monkeypatch.setenv("SEMBLANCE_TRUST_ANCHORS", str(authority))
    assert verify(picture).trust == "trusted"


def test_own_files_that_cannot_be_used_say_why(picture, tmp_path, monkeypatch):
    def message() -> str:
        with pytest.raises(CredentialsError) as caught:
            sign(picture, ancestors=())
        assert caught.value.hint
        return caught.value.message

    use_own(tmp_path, monkeypatch, ed25519.Ed25519PrivateKey.generate(), passphrase=b"secret")
    assert "no private key that can be read" in message()

    use_own(tmp_path, monkeypatch, ec.generate_private_key(ec.SECP256K1()))
    assert "of a kind that Content Credentials do not allow" in message()

    use_own(tmp_path, monkeypatch, ed25519.Ed25519PrivateKey.generate())
    (tmp_path / "chain.pem").write_bytes((tmp_path / "authority.pem").read_bytes())
    assert "does not belong to the certificate" in message()

    (tmp_path / "chain.pem").write_text("nonsense")
    assert "holds no certificate" in message()

    (tmp_path / "chain.pem").unlink()
    assert "cannot be read" in message()

    monkeypatch.delenv("SEMBLANCE_SIGNING_CERT")
    assert "SEMBLANCE_SIGNING_CERT is not set" in message()
