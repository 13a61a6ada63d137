"""A contact sheet: many people, each in several performances.

python -m graph_plugin_performer.sheet sheet.png --people 24 --side 160
"""

from __future__ import annotations

import click
import numpy as np

from graph_plugin_performer._acting.performance import named_weights
from graph_plugin_performer._arrays import Floats
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._picture.light import draw_light
from graph_plugin_performer.take import Lens, Posture, Studio, Take

__all__ = ["PERFORMANCES", "contact_sheet"]

PERFORMANCES = (
    (named_weights(), Posture(0.04)),
    (named_weights(mouthSmile=0.8, cheekSquint=0.6, mouthUpperUp=0.2, jawOpen=0.1), Posture(0.3, 0.03, 0.06)),
    (named_weights(browInnerUp=0.8, browOuterUp=0.8, eyeWide=0.8, jawOpen=0.4, mouthFunnel=0.2), Posture(-0.15, -0.08)),
    (named_weights(browDown=0.95, eyeSquint=0.5, mouthPress=0.7, noseSneer=0.4), Posture(-0.4, 0.08)),
    (named_weights(browInnerUp=0.9, mouthFrown=0.7, mouthShrugLower=0.5, eyeLookDown=0.4), Posture(0.2, 0.15, -0.1)),
    (
        named_weights(mouthPucker=0.8, mouthFunnel=0.3, jawOpen=0.1, eyeLookInLeft=0.4, eyeLookOutRight=0.4),
        Posture(0.6),
    ),
    (named_weights(eyeBlink=1.0, mouthSmile=0.3), Posture(-0.7, 0.0, 0.08)),
    (named_weights(jawOpen=0.7, mouthSmile=0.5, cheekSquint=0.5, noseSneer=0.3), Posture(0.05, -0.15, -0.05)),
)


def contact_sheet(seeds: range, side: int) -> Floats:
    """Return `(3, H, W)` scene-linear: a row for every two people, each in all `PERFORMANCES`.

    Args:
        seeds: Who.
        side: Of each picture, in px.
    """
    studio, rows = Studio(2), []
    for seed in seeds:
        lens, light = Lens(side, side, size=0.72), draw_light(seed)
        identity = draw_identity(seed)
        takes = [Take(identity, weights, lens, posture, light, seed) for weights, posture in PERFORMANCES]
        rows.append(np.concatenate([studio.film(take, with_truth=False).picture for take in takes], axis=2))
    if len(rows) % 2:
        rows.append(np.zeros_like(rows[0]))
    pairs = [np.concatenate(rows[at : at + 2], axis=2) for at in range(0, len(rows), 2)]
    sheet: Floats = np.concatenate(pairs, axis=1)
    return sheet


@click.command()
@click.argument("target")
@click.option("--people", default=24, help="How many.")
@click.option("--first", default=0, help="The first one's seed.")
@click.option("--side", default=160, help="Of each picture, in px.")
def main(target: str, people: int, first: int, side: int) -> None:
    """Write a contact sheet as PNG or JPEG."""
    from PIL import Image

    sheet = contact_sheet(range(first, first + people), side).clip(0, 1)
    signal = np.where(sheet <= 0.0031308, 12.92 * sheet, 1.055 * np.maximum(sheet, 1e-9) ** (1 / 2.4) - 0.055)
    Image.fromarray((signal * 255 + 0.5).astype(np.uint8).transpose(1, 2, 0)).save(target)


if __name__ == "__main__":
    main()
