"""Keying: coverage from a screen's colour, and the foreground without the screen."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from graph_core import ParamError

__all__ = ["clean", "difference_key", "limit_spill", "screen_removed"]


def _split(rgb: torch.Tensor, screen: Sequence[float]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the channel the screen is brightest in, and the larger of the other two, `(1, H, W)` each."""
    primary = max(range(3), key=lambda channel: screen[channel])
    others = [channel for channel in range(3) if channel != primary]
    return rgb[primary : primary + 1], rgb[others].amax(dim=0, keepdim=True)


def difference_key(rgb: torch.Tensor, screen: Sequence[float]) -> torch.Tensor:
    """Return coverage by how far the screen's main channel does not stand out.

    In light that is `1 - (main - larger other) / (the same of the screen)`, exact for mixtures of the screen and
    anything whose main channel is not its largest.

    Args:
        rgb: `(3, H, W)`, scene-linear, unpremultiplied.
        screen: Red, green and blue of the screen.

    Returns:
        `(1, H, W)` in [0, 1].

    Raises:
        ParamError: If the screen has no main channel.
    """
    largest, second, _ = sorted(screen[:3], reverse=True)
    if largest - second < 1e-4:
        raise ParamError(
            "The screen's colour has no channel that stands out.", hint="pick a green or blue one", param="color"
        )
    main, other = _split(rgb, screen)
    return (1 - (main - other) / (largest - second)).clamp_(0, 1)


def screen_removed(rgb: torch.Tensor, coverage: torch.Tensor, screen: Sequence[float]) -> torch.Tensor:
    """Take the screen out of mixed pixels: `(rgb - (1 - coverage) * screen) / coverage`.

    Args:
        rgb: `(3, H, W)`.
        coverage: `(1, H, W)` from `difference_key`.
        screen: Red, green and blue of the screen.

    Returns:
        `(3, H, W)`, unpremultiplied; 0 where nothing is covered.
    """
    color = torch.tensor(list(screen[:3]), dtype=rgb.dtype, device=rgb.device)[:, None, None]
    foreground = (rgb - (1 - coverage) * color).clamp_min(0) / coverage.clamp_min(1e-4)
    # A covered pixel is left as it was, negative values and all.
    return rgb.where(coverage == 1, foreground).where(coverage > 0, 0.0)


def limit_spill(rgb: torch.Tensor, screen: Sequence[float], amount: float) -> torch.Tensor:
    """Lower the screen's main channel to the larger of the others where it stands out, `(3, H, W)`."""
    main, other = _split(rgb, screen)
    primary = max(range(3), key=lambda channel: screen[channel])
    out = rgb.clone()
    out[primary : primary + 1] -= (main - other).clamp_min(0) * amount
    return out


def clean(coverage: torch.Tensor, black: float, white: float) -> torch.Tensor:
    """Stretch coverage so that `black` becomes 0 and `white` 1.

    Raises:
        ParamError: If black is not below white.
    """
    if black >= white:
        raise ParamError(
            f"The black point {black:g} is not below the white point {white:g}.",
            hint="lower the black point",
            param="black",
        )
    if black == 0 and white == 1:
        return coverage
    return ((coverage - black) / (white - black)).clamp_(0, 1)
