"""Weighted means of pictures."""

from __future__ import annotations

from collections.abc import Sequence

from graph_core import ExecutionError, Image

__all__ = ["same_size", "weighted_mean"]


def same_size(images: Sequence[Image]) -> None:
    """Refuse pictures of different sizes.

    Raises:
        ExecutionError: If one is of another size than the first.
    """
    first = images[0]
    for image in images[1:]:
        if (image.width, image.height) != (first.width, first.height):
            raise ExecutionError(
                f"The clip changes its size from {first.width}x{first.height} to {image.width}x{image.height}.",
                hint="bring all frames to one format before combining them",
            )


def weighted_mean(images: Sequence[Image], weights: Sequence[float]) -> Image:
    """Return the mean of pictures of one size; RGBA when any of them is.

    Args:
        images: At least one.
        weights: One for each, with a sum above zero.
    """
    same_size(images)
    if any(image.has_alpha for image in images):
        images = [image.with_alpha() for image in images]
    whole = sum(weights)
    mean = images[0].pixels * (weights[0] / whole)
    for image, weight in zip(images[1:], weights[1:], strict=True):
        mean.add_(image.pixels, alpha=weight / whole)
    return Image(mean)
