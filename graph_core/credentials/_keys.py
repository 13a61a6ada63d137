"""Whose name a file is signed in: the user's own certificate, or one made for this machine."""

from __future__ import annotations

import datetime
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs

from graph_core.errors import CredentialsError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

DEVELOPMENT = "Semblance development certificate"
_FILE = "development-signing.pem"
_LIFETIME = datetime.timedelta(days=3650)
_KEY_BEGINS = b"-----BEGIN PRIVATE KEY-----"


class Identity(NamedTuple):
    """What c2pa needs to sign.

    Attributes:
        algorithm: Name of the signature algorithm in C2PA, such as es256.
        chain: PEM certificates, the signer's first.
        key: PEM private key.
    """

    algorithm: str
    chain: bytes
    key: bytes


def home() -> Path:
    """Return the folder of keys: SEMBLANCE_HOME, or where the system keeps a program's data."""
    return Path(os.environ.get("SEMBLANCE_HOME") or platformdirs.user_data_dir("semblance"))


def trust_anchors() -> str:
    """Return the certificates the user trusts to vouch for signers, as PEM; empty when none are named.

    Raises:
        CredentialsError: If the file named in SEMBLANCE_TRUST_ANCHORS cannot be read.
    """
    name = os.environ.get("SEMBLANCE_TRUST_ANCHORS")
    if not name:
        return ""
    try:
        return Path(name).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialsError(
            f"The list of trusted certificates {name} cannot be read: {error}.",
            hint="SEMBLANCE_TRUST_ANCHORS takes a PEM file",
            file=name,
        ) from error


def signing_identity() -> Identity:
    """Return the user's own identity, or this machine's development one, which is made on first use.

    Raises:
        CredentialsError: If the user's files cannot be used or the development ones cannot be made.
    """
    chain, key = (os.environ.get(f"SEMBLANCE_SIGNING_{name}") for name in ("CERT", "KEY"))
    if not chain and not key:
        return _development_identity(home() / _FILE)
    if not chain or not key:
        missing = "SEMBLANCE_SIGNING_KEY" if chain else "SEMBLANCE_SIGNING_CERT"
        raise CredentialsError(
            f"{missing} is not set, but its counterpart is.",
            hint="set both to PEM files, or neither to sign with a development certificate",
        )
    return _own_identity(Path(chain), Path(key))


def _own_identity(chain_file: Path, key_file: Path) -> Identity:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        chain, key = chain_file.read_bytes(), key_file.read_bytes()
    except OSError as error:
        raise CredentialsError(
            f"The signing file {error.filename} cannot be read: {error.strerror}.",
            hint="check SEMBLANCE_SIGNING_CERT and SEMBLANCE_SIGNING_KEY",
            file=error.filename,
        ) from error
    try:
        leaf = x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise CredentialsError(
            f"{chain_file.name} holds no certificate.",
            hint="SEMBLANCE_SIGNING_CERT takes a PEM file, your certificate first, then those above it",
            file=chain_file,
        ) from error
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except (TypeError, ValueError) as error:
        raise CredentialsError(
            f"{key_file.name} holds no private key that can be read.",
            hint="SEMBLANCE_SIGNING_KEY takes a PEM file without a passphrase; see openssl pkcs8 -nocrypt",
            file=key_file,
        ) from error
    if leaf.public_key() != private.public_key():
        raise CredentialsError(
            f"The private key {key_file.name} does not belong to the certificate {chain_file.name}.",
            hint="put the signer's own certificate first in the file",
            file=key_file,
        )
    return Identity(_algorithm(private, key_file), chain, key)


def _algorithm(private: object, key_file: Path) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    curves = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in curves:
        return curves[private.curve.name]
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey):
        return "ps256"
    raise CredentialsError(
        f"{key_file.name} is of a kind that Content Credentials do not allow.",
        hint="use an elliptic curve (P-256, P-384, P-521), Ed25519 or RSA key",
        file=key_file,
    )


def _development_identity(file: Path) -> Identity:
    try:
        if not file.exists():
            _create(file, _new_pem())
        pem = file.read_bytes()
    except OSError as error:
        raise CredentialsError(
            f"The development certificate cannot be kept in {file.parent}: {error.strerror}.",
            hint="make that folder writable, or name another in SEMBLANCE_HOME",
            file=file,
        ) from error
    chain, begins, key = pem.partition(_KEY_BEGINS)
    if not begins:
        raise CredentialsError(
            f"{file} holds no development certificate.", hint="delete it; a new one is made", file=file
        )
    return Identity("es256", chain, begins + key)


def _create(file: Path, content: bytes) -> None:
    """Write a file that only the user may read; of several processes at once, the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mkstemp makes it with mode 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            os.fsync(out.fileno())
        file.hardlink_to(part)  # unlike a rename, it fails where another process was quicker
    except FileExistsError:
        pass  # the other's is as good
    finally:
        part.unlink()


def _new_pem() -> bytes:
    """Make a certificate chain and the leaf's key; the authority's key is thrown away, so nobody can issue more."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    authority_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("authority", authority_key, authority_key).sign(authority_key, hashes.SHA256())
    leaf = _certificate("signer", leaf_key, authority_key).sign(authority_key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    key = leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return leaf.public_bytes(pem) + authority.public_bytes(pem) + key


def _certificate(
    role: str, subject: ec.EllipticCurvePrivateKey, issuer: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def name(part: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, DEVELOPMENT),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{DEVELOPMENT}, {part}"),
            ]
        )

    is_authority = subject is issuer
    unused = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        decipher_only=False,
        **unused,
    )
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(role))
        .issuer_name(name("authority"))
        .public_key(subject.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))  # clocks of other machines may be behind
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(subject.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )
    if is_authority:
        return builder
    return builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
