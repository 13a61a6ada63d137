"""Carrying any picture-shaped value through a map, with what lies outside."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeVar

import numpy as np
import torch

from graph_core import ExecutionError, Flow, Image, Matte, Parsing, Raster
from graph_nodes.filter._kernels import KernelName
from graph_nodes.transform._warp import Matrix, coverage, is_inside, warp

__all__ = ["Edges", "place", "refuse_flow", "with_pixels"]

Edges = Literal["transparent", "repeat"]
Picture = TypeVar("Picture", bound=Raster)


def refuse_flow(value: Raster) -> None:
    """Refuse motion, whose arrows would have to be turned and scaled as well.

    Raises:
        ExecutionError: If the value is Flow.
    """
    if isinstance(value, Flow):
        raise ExecutionError(
            "Motion cannot be transformed like a picture.", hint="transform the picture, then measure its motion"
        )


def with_pixels(value: Picture, pixels: torch.Tensor) -> Picture:
    """Return the same kind of value around other pixels, with coverage kept within [0, 1]."""
    if isinstance(value, Image) and pixels.shape[0] == 4:
        pixels[3:].clamp_(0, 1)
    elif isinstance(value, Matte):
        pixels = pixels.clamp_(0, 1)
    return replace(value, pixels=pixels)


def place(value: Picture, matrix: Matrix, size: tuple[int, int], name: KernelName, edges: Edges) -> Picture:
    """Carry a value to its place.

    Args:
        value: Any raster but Flow.
        matrix: Takes places of the value to places of the result.
        size: Height and width of the result.
        name: How pixels are interpolated; labels are never mixed.
        edges: What lies outside the value: nothing, or its edge pixels for ever.

    Returns:
        The same kind of value; an opaque picture that leaves part of the result uncovered becomes RGBA.
    """
    refuse_flow(value)
    source = value.height, value.width
    if np.allclose(matrix / matrix[2, 2], np.eye(3), rtol=0, atol=1e-12) and size == source:
        return value
    if isinstance(value, Parsing):
        name = "nearest"
    back = np.linalg.inv(matrix)
    if edges == "repeat" or is_inside(back, source, size):
        return with_pixels(value, warp(value.pixels, back, size, name))
    pixels = value.with_alpha().pixels if isinstance(value, Image) else value.pixels
    share = coverage(back, source, size, pixels.device).to(pixels.dtype)
    if isinstance(value, Parsing):
        share = share.round()
    return with_pixels(value, warp(pixels, back, size, name) * share)
