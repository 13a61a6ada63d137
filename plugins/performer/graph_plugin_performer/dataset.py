"""Data sets of performers: streamed to training, or written as shards.

`python -m graph_plugin_performer.dataset write DIR --split train --identities 200 --frames 50 --side 128` writes one,
`python -m graph_plugin_performer.dataset sheet DIR sheet.png` draws what is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from graph_core import GraphCoreError, ParamError
from graph_plugin_performer._dataset.drawing import SCHEMA, SPLITS, Sample, clip, sample_of, samples

__all__ = ["SCHEMA", "SPLITS", "Sample", "clip", "read", "sample_of", "samples", "seeds_of", "sheet", "write"]

MANIFEST = "manifest.json"
VERSION = 1


def seeds_of(split: str, identities: int, first: int = 0) -> range:
    """Return the seeds of so many identities of a split.

    Raises:
        ParamError: If the split has not so many; another split's are never taken.
    """
    if split not in SPLITS:
        raise ParamError(f"There is no split {split!r}.", hint=f"choose from {', '.join(SPLITS)}", param="split")
    allowed = SPLITS[split]
    if identities < 1 or first < 0 or first + identities > len(allowed):
        raise ParamError(
            f"The split {split} has {len(allowed)} identities, not {first} to {first + identities - 1}.",
            hint="ask for fewer; the other splits' identities must stay unseen",
            param="identities",
        )
    return allowed[first : first + identities]


def write(folder: Path, seeds: range, frames: int, side: int, *, split: str, per_shard: int = 8) -> Iterator[Path]:
    """Write shards of some identities each, then the manifest; yield each shard when it is done.

    Shards that are there already are kept, so that an interrupted run goes on where it stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shards = []
    for start in range(0, len(seeds), per_shard):
        own = seeds[start : start + per_shard]
        path = folder / f"{split}-{own[0]:05d}-{own[-1]:05d}.safetensors"
        if not path.exists():
            rows = list(samples(own, frames, side))
            columns = {name: np.stack([row[name] for row in rows]) for name in SCHEMA}
            unfinished = path.with_suffix(".part")
            save_file(columns, unfinished)
            unfinished.replace(path)
        shards.append({"file": path.name, "first_seed": own[0], "last_seed": own[-1], "samples": len(own) * frames})
        yield path
    manifest = {
        "version": VERSION,
        "split": split,
        "seeds": [seeds[0], seeds[-1]],
        "frames": frames,
        "side": side,
        "fps": 25,
        "synthetic": True,
        "schema": SCHEMA,
        "shards": shards,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")


def read(folder: Path) -> Iterator[Sample]:
    """Read the samples of a data set, shard after shard.

    Raises:
        GraphCoreError: If there is no manifest.
    """
    if not (folder / MANIFEST).exists():
        raise GraphCoreError(
            f"{folder} holds no data set.", hint="write one with python -m graph_plugin_performer.dataset write"
        )
    for shard in json.loads((folder / MANIFEST).read_text())["shards"]:
        columns = load_file(folder / shard["file"])
        for row in range(shard["samples"]):
            yield {name: column[row] for name, column in columns.items()}


def sheet(rows: list[Sample]) -> NDArray[np.uint8]:
    """Return `(H, W, 3)`: for each sample the picture, it with landmarks, labels, normals and flow."""
    import cv2

    palette = np.random.default_rng(3).integers(60, 256, (256, 3), dtype=np.uint8)
    palette[0] = 20
    strips = []
    for row in rows:
        picture = np.ascontiguousarray(row["picture"].transpose(1, 2, 0))
        marked = picture.copy()
        for (x, y, _), visible in zip(row["landmarks478"], row["visible478"], strict=True):
            colour = (60, 255, 120) if visible else (255, 70, 60)
            cv2.circle(marked, (int(x), int(y)), 0, colour, -1)
        normals = ((row["normals"].astype(np.float32) / 127 * 0.5 + 0.5) * 255).astype(np.uint8).transpose(1, 2, 0)
        motion = np.nan_to_num(row["flow"].astype(np.float32)).clip(-4, 4)
        wheel = np.stack([motion[0] * 30 + 127, motion[1] * 30 + 127, np.full_like(motion[0], 127)], axis=2)
        strips.append(np.hstack([picture, marked, palette[row["labels"]], normals, wheel.astype(np.uint8)]))
    return np.vstack(strips)


@click.group()
def main() -> None:
    """Make and look at data sets of performers."""


@main.command("write")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--split", default="train", type=click.Choice(list(SPLITS)), help="Which identities may be used.")
@click.option("--identities", default=200, help="How many people.")
@click.option("--frames", default=50, help="Of each person, 25 a second.")
@click.option("--side", default=128, type=click.IntRange(32, 1080), help="Of the pictures, in px.")
@click.option("--first", default=0, help="Leaves out so many identities of the split.")
def write_command(folder: Path, split: str, identities: int, frames: int, side: int, first: int) -> None:
    """Write a data set into FOLDER."""
    seeds = seeds_of(split, identities, first)
    with click.progressbar(write(folder, seeds, frames, side, split=split), length=-(-len(seeds) // 8)) as shards:
        for _ in shards:
            pass


@main.command("sheet")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--samples", "count", default=8, help="How many, spread over the data set.")
def sheet_command(folder: Path, target: Path, count: int) -> None:
    """Draw some samples of FOLDER with what is known of them."""
    from PIL import Image

    rows = list(read(folder))
    Image.fromarray(sheet(rows[:: max(1, len(rows) // count)][:count])).save(target)


if __name__ == "__main__":
    main()
