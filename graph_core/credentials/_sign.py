"""Sign a finished file."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import c2pa

from graph_core.credentials._keys import Identity, signing_identity
from graph_core.credentials._manifest import manifest_of
from graph_core.credentials._store import can_embed, context, format_of, sidecar_of
from graph_core.errors import CredentialsError
from graph_core.node import Ancestor

__all__ = ["sign"]


def sign(path: Path, *, ancestors: tuple[Ancestor, ...], title: str = "") -> None:
    """Write Content Credentials into a finished media file, or beside it where the format has no room.

    The file is replaced at once: whoever reads it sees it either unsigned or signed. The network is not used.

    Args:
        path: The file; credentials of MP4, MOV, PNG, JPEG, TIFF and others go inside, those of EXR, MKV and
            others into `<name>.c2pa` beside it.
        ancestors: Every node whose result went into it, sources first.
        title: What the manifest calls the file; its name by default.

    Raises:
        CredentialsError: If it cannot be signed; the file is left as it was.
    """
    if not path.is_file():
        raise CredentialsError(f"There is no file {path} to sign.", hint="sign it once it is finished", file=path)
    identity = signing_identity()
    try:
        _sign(path, identity, ancestors, title or path.name)
    except c2pa.C2paError as error:
        raise CredentialsError(
            f"{path.name} could not be signed: {error}.",
            hint="check the signing certificate, and that the file is what its suffix says",
            file=path,
        ) from error
    except OSError as error:
        raise CredentialsError(
            f"{path.name} could not be signed: {error.strerror}.",
            hint="signing needs room for a second copy in the same folder, and leave to write there",
            file=path,
        ) from error


def _sign(path: Path, identity: Identity, ancestors: tuple[Ancestor, ...], title: str) -> None:
    definition, ingredients = manifest_of(ancestors, title)
    details = c2pa.C2paSignerInfo(
        alg=identity.algorithm.encode(), sign_cert=identity.chain, private_key=identity.key, ta_url=None
    )
    with (
        context() as settings,
        c2pa.Signer.from_info(details) as signer,
        c2pa.Builder(definition, settings) as builder,
        _part(path) as part,
    ):
        for item in ingredients:
            builder.add_ingredient_from_archive(io.BytesIO(item.archive))
        embeds = can_embed(path)
        if not embeds:
            builder.set_no_embed()
        with path.open("rb") as source, part.open("w+b") as signed:
            manifest = builder.sign(signer, format_of(path), source, signed)
        if not embeds:
            part.write_bytes(manifest)
        shutil.copymode(path, part)
        part.replace(path if embeds else sidecar_of(path))


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """Lend a new file in the same folder, so that it can be moved over the old one in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
