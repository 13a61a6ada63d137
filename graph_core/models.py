"""Model weights: where they come from, whether they are what they should be, and loading them once."""

from __future__ import annotations

import hashlib
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_core.errors import WeightsError

__all__ = ["Models", "Weights"]

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of trained parameters, as a plugin declares it.

    Attributes:
        name: Such as "tiny-depth/1"; a new training gets a new number.
        sha256: Of the file, in hexadecimal; a file that differs is refused.
        licence: SPDX name.
        megabytes: Size, for the artist to know before fetching.
        url: Where it can be fetched (https), unless `path` says where it lies.
        path: The file inside the plugin.
    """

    name: str
    sha256: str
    licence: str
    megabytes: float
    url: str = ""
    path: Path | None = None


class Models:
    """Loaded networks, each once per device.

    Args:
        folder: Where fetched weights are kept.
        device: Torch device networks are put on.
    """

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        self._folder = folder
        self._device = device
        self._loaded: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def get(self, weights: Weights, build: Callable[[], Any]) -> Any:
        """Return `build()` with the weights loaded, in evaluation mode, on the device.

        Raises:
            WeightsError: If the file is absent, altered, no safetensors, or of another network.
        """
        key = (weights.name, weights.sha256)
        with self._lock:
            if key not in self._loaded:
                self._loaded[key] = self._load(weights, build)
            return self._loaded[key]

    def _load(self, weights: Weights, build: Callable[[], Any]) -> Any:
        import safetensors.torch
        from safetensors import SafetensorError

        path = self.file(weights)
        network = build()
        try:
            network.load_state_dict(safetensors.torch.load_file(path))
        except (SafetensorError, RuntimeError) as error:
            raise WeightsError(
                f"Weights {weights.name} cannot be loaded: {str(error).splitlines()[0]}",
                hint="the file belongs to another version of the plugin; reinstall it",
                file=path,
            ) from error
        return network.to(self._device).eval()

    def file(self, weights: Weights) -> Path:
        """Return the checked file of some weights, fetched if need be.

        Raises:
            WeightsError: If it is absent or altered.
        """
        path = weights.path or self._folder / f"{weights.sha256}.safetensors"
        if not path.is_file():
            if not weights.url:
                raise WeightsError(f"Weights {weights.name} are missing.", hint="reinstall the plugin", file=path)
            self._fetch(weights, path)
        if _sha256(path) != weights.sha256:
            raise WeightsError(
                f"Weights {weights.name} are not the file the plugin was made with.",
                hint="delete the file and fetch it again, or reinstall the plugin",
                file=path,
            )
        return path

    def _fetch(self, weights: Weights, path: Path) -> None:
        if urllib.parse.urlparse(weights.url).scheme != "https":
            raise WeightsError(f"Weights {weights.name} have the address {weights.url}.", hint="only https is fetched")
        temporary = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with urllib.request.urlopen(weights.url, timeout=30) as source, temporary.open("wb") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
        except OSError as error:
            raise WeightsError(
                f"Weights {weights.name} could not be fetched: {error}",
                hint=f"fetch {weights.url} by hand and save it as {path}",
                file=path,
            ) from error
        temporary.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
