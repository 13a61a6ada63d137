"""The files that went into a picture, as C2PA ingredients."""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import c2pa

from graph_core.credentials._store import Store, context, format_of, read_store, sidecar_of
from graph_core.errors import CredentialsError

Relation = Literal["parentOf", "componentOf", "inputTo"]

_MODELS = (".onnx", ".safetensors")
_NOT_MEDIA = (*_MODELS, ".cube", ".csv", ".json", ".npz", ".spi1d", ".spi3d", ".toml", ".txt")
_FRAME_NUMBER = re.compile(r"\d+(?=\D*$)")


class Source(NamedTuple):
    """One ingredient: a file, or the numbered files of a sequence."""

    files: tuple[Path, ...]

    @property
    def title(self) -> str:
        """Name as people read it, without folders: where files lie is nobody's business."""
        first = self.files[0].name
        return first if len(self.files) == 1 else f"{_FRAME_NUMBER.sub('#', first)} ({len(self.files)} files)"

    @property
    def is_media(self) -> bool:
        """Whether it is picture or sound, not a model or a table."""
        return self.files[0].suffix.lower() not in _NOT_MEDIA

    @property
    def is_model(self) -> bool:
        """Whether it holds trained weights."""
        return self.files[0].suffix.lower() in _MODELS


class Ingredient(NamedTuple):
    """A source made ready for manifests.

    Attributes:
        id: `sha256:` and the digest of the content; of a sequence, the digest of its files' digests.
        archive: The ingredient, with credentials of its own if it has some, as a c2pa archive.
        source_types: Digital source types that its own credentials name.
    """

    id: str
    archive: bytes
    source_types: frozenset[str]


def sources_of(names: Iterable[str]) -> Iterator[Source]:
    """Gather files into sources: numbered neighbours are one sequence. Files that are gone are left out."""
    groups: dict[tuple[Path, str], dict[Path, None]] = {}
    for name in names:
        file = Path(name)
        if file.is_file():
            groups.setdefault((file.parent, _FRAME_NUMBER.sub("#", file.name)), {})[file] = None
    for files in groups.values():
        yield Source(tuple(sorted(files)))


def ingredient(source: Source, relation: Relation) -> Ingredient:
    """Return the ingredient of a source; hashed and examined once as long as the files stay as they are."""
    stamps = []
    for file in (*source.files, sidecar_of(source.files[0])):
        if file in source.files or file.is_file():
            status = file.stat()
            stamps.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return _ingredient(source, relation, tuple(stamps))


# A sequence is signed frame by frame and names the same sources each time; a long video takes seconds to hash.
@functools.lru_cache(maxsize=64)
def _ingredient(source: Source, relation: Relation, stamps: tuple[tuple[int, int, int], ...]) -> Ingredient:
    file = source.files[0]
    try:
        digest = _digest(source.files)
        store, trouble = _own_store(file)
    except OSError as error:
        raise CredentialsError(
            f"{file.name}, which went into the picture, cannot be read: {error.strerror}.",
            hint="credentials name the content of every source; make the file readable",
            file=error.filename or file,
        ) from error
    definition: dict[str, Any] = {"title": source.title, "relationship": relation, "instance_id": digest}
    if trouble:
        definition["description"] = f"Its own credentials cannot be read: {trouble}"
    elif len(source.files) > 1:
        definition["description"] = f"A sequence; credentials, if any, are those of {file.name}."
    archive = _archive(file, definition, store, "bin" if trouble else format_of(file))
    return Ingredient(digest, archive, source_types(store) if store else frozenset())


def source_types(store: Store) -> frozenset[str]:
    """Return the last word of every digital source type named in a manifest store."""
    return frozenset(
        kind.rpartition("/")[2]
        for manifest in store.manifests.values()
        for assertion in manifest.get("assertions", ())
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"].get("actions", ())
        if (kind := action.get("digitalSourceType"))
    )


def _own_store(file: Path) -> tuple[Store | None, str]:
    try:
        return read_store(file), ""
    except c2pa.C2paError as error:
        return None, str(error)


def _archive(file: Path, definition: dict[str, Any], store: Store | None, format: str) -> bytes:
    sidecar = sidecar_of(file)
    with context() as settings, c2pa.Builder({"claim_generator_info": [{"name": "semblance"}]}, settings) as builder:
        if store and store.in_sidecar:
            # c2pa looks into files only; what a sidecar says has to be handed over together with the verdict on it.
            definition["active_manifest"] = store.active
            definition["validation_results"] = store.results
            definition["manifest_data"] = {"format": "application/c2pa", "identifier": sidecar.name}
            builder.add_resource(sidecar.name, io.BytesIO(sidecar.read_bytes()))
        with file.open("rb") as stream:
            builder.add_ingredient(definition, format, stream)
        archive = io.BytesIO()
        builder.write_ingredient_archive(definition["instance_id"], archive)
        return archive.getvalue()


def _digest(files: tuple[Path, ...]) -> str:
    digests = []
    for file in files:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return f"sha256:{digest}"
