"""The manifest store of a file: where it is kept and how it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import c2pa


class Store(NamedTuple):
    """What c2pa's reader says of a file.

    Attributes:
        manifests: Manifests by label: the file's own and those of its ingredients.
        active: Label of the file's own.
        results: What was checked, and with what outcome.
        state: Trusted, Valid or Invalid.
        in_sidecar: Whether it lies beside the file.
    """

    manifests: dict[str, dict[str, Any]]
    active: str
    results: dict[str, Any]
    state: str
    in_sidecar: bool


def sidecar_of(path: Path) -> Path:
    """Return where the credentials of a file without room for them are kept."""
    return path.with_name(f"{path.name}.c2pa")


def format_of(path: Path) -> str:
    """Return the format as c2pa wants it: the suffix without its dot."""
    return path.suffix.lower().lstrip(".") or "bin"


def can_embed(path: Path) -> bool:
    """Return whether a file of this format has room for credentials."""
    return format_of(path) in c2pa.Builder.get_supported_mime_types()


@contextmanager
def context(anchors: str = "") -> Iterator[Any]:
    """Lend a c2pa context that trusts the given certificates, stays off the network and makes no thumbnails."""
    settings: dict[str, Any] = {
        # By default c2pa holds copies of up to 512 MB: signing a 311 MB file took 960 MB of memory, so it takes 360.
        "core": {"backing_store_memory_threshold_in_mb": 64},
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    }
    if anchors:
        settings["trust"] = {"user_anchors": anchors}
    with c2pa.Context.from_dict(settings) as made:
        yield made


def read_store(path: Path, anchors: str = "") -> Store | None:
    """Read and check the manifest store in a file or beside it; None when there is neither.

    Args:
        path: The media file.
        anchors: PEM certificates that may vouch for its signer.

    Raises:
        c2pa.C2paError: If the file or its credentials are damaged.
    """
    sidecar = sidecar_of(path)
    if format_of(path) in c2pa.Reader.get_supported_mime_types():
        embedded = _read(path, None, anchors)
        if embedded is not None or not sidecar.is_file():
            return embedded
    return _read(path, sidecar.read_bytes(), anchors) if sidecar.is_file() else None


def _read(path: Path, manifest: bytes | None, anchors: str) -> Store | None:
    with context(anchors) as settings, path.open("rb") as stream:
        reader = c2pa.Reader.try_create(format_of(path), stream, manifest, context=settings)
        if reader is None:
            return None
        with reader:
            report = json.loads(reader.json())
    return Store(
        report["manifests"],
        report["active_manifest"],
        report["validation_results"],
        report["validation_state"],
        manifest is not None,
    )
