"""The compositing algebra on premultiplied pixels: Porter and Duff's operators and the blend modes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

__all__ = ["BLEND_MODES", "composite", "over", "stack"]

BlendMode = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

# Pixels merged at a time: 1 - a of so many stays in the processor's cache, which saves a tenth of the time.
_STRIP = 1 << 20

# How much of A and of B is seen (Porter and Duff 1984); "-a" stands for 1 - a.
_SHARES = {
    "over": ("1", "-a"),
    "under": ("-b", "1"),
    "in": ("b", "0"),
    "out": ("-b", "0"),
    "atop": ("b", "-a"),
    "xor": ("-b", "-a"),
    "mask": ("0", "a"),
    "stencil": ("0", "-a"),
    "dissolve": ("1", "0"),
    "plus": ("1", "1"),
}
# Operators whose result is opaque as soon as one input is, and those that take only B's word for it.
_OPAQUE_IF_EITHER = {"over", "under", "plus"}
_OPAQUE_IF_BOTH = {"in", "mask"}


def over(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Lay A over B: `A + B * (1 - a)`, in one fused pass over the pixels.

    Args:
        a, b: `(3, H, W)` opaque or `(4, H, W)` premultiplied.

    Returns:
        `(3, H, W)` when either is opaque, else `(4, H, W)`. A itself when it is opaque.
    """
    return a if a.shape[0] == 3 else _over_into(torch.empty_like(b), a, b)


def _over_into(out: torch.Tensor, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    rows = max(1, _STRIP // b.shape[2])
    for start in range(0, b.shape[1], rows):
        strip = slice(start, start + rows)
        torch.addcmul(a[: b.shape[0], strip], b[:, strip], 1 - a[3:, strip], out=out[:, strip])
    return out


def stack(layers: Sequence[torch.Tensor]) -> torch.Tensor:
    """Lay pictures over each other, the first at the bottom; what an opaque one hides is not touched."""
    lowest = max((place for place, layer in enumerate(layers) if layer.shape[0] == 3), default=0)
    out = layers[lowest]
    for place, layer in enumerate(layers[lowest + 1 :]):
        out = _over_into(torch.empty_like(out) if place == 0 else out, layer, out)
    return out


def composite(a: torch.Tensor, b: torch.Tensor, operation: str) -> torch.Tensor:
    """Merge A with B.

    Blend modes f follow the same algebra: `A * (1 - b) + B * (1 - a) + a * b * f(A / a, B / b)` with the alpha
    `a + b - a * b`, so that B stays where A is transparent.

    Args:
        a, b: `(3, H, W)` opaque or `(4, H, W)` premultiplied.
        operation: One of the operators, or of `BLEND_MODES`.

    Returns:
        `(3, H, W)` where the result is opaque, else `(4, H, W)`.
    """
    if operation == "over":
        return over(a, b)
    if operation == "under":
        return over(b, a)
    if operation in BLEND_MODES:
        return _blend(a, b, BLEND_MODES[operation])
    channels = 3 if _is_opaque(a, b, operation) else 4
    shares = [_share(name, a, b) for name in _SHARES[operation]]
    parts = [
        _with_channels(pixels, channels) if share is None else _with_channels(pixels, channels) * share
        for pixels, share, name in zip((a, b), shares, _SHARES[operation], strict=True)
        if name != "0"
    ]
    out = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    if operation == "plus" and channels == 4:
        out[3:].clamp_(max=1)
    return out


def _is_opaque(a: torch.Tensor, b: torch.Tensor, operation: str) -> bool:
    is_opaque = (a.shape[0] == 3, b.shape[0] == 3)
    if operation in _OPAQUE_IF_EITHER:
        return any(is_opaque)
    if operation in _OPAQUE_IF_BOTH:
        return all(is_opaque)
    return is_opaque[0] if operation == "dissolve" else is_opaque[1] and operation == "atop"


def _share(name: str, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor | None:
    """Return the named share as `(1, H, W)`; None for all of it."""
    if name in ("0", "1"):
        return None
    pixels = a if name[-1] == "a" else b
    if pixels.shape[0] == 3:
        return None if name[0] != "-" else pixels.new_zeros(())
    return 1 - pixels[3:] if name[0] == "-" else pixels[3:]


def _with_channels(pixels: torch.Tensor, channels: int) -> torch.Tensor:
    if pixels.shape[0] >= channels:
        return pixels if pixels.shape[0] == channels else pixels[:channels]
    return torch.cat([pixels, torch.ones_like(pixels[:1])])


def _blend(
    a: torch.Tensor, b: torch.Tensor, mode: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
) -> torch.Tensor:
    if a.shape[0] == b.shape[0] == 3:
        return mode(a, b)
    color_a, alpha_a = _unpremultiplied(a)
    color_b, alpha_b = _unpremultiplied(b)
    rgb = a[:3] * (1 - alpha_b) + b[:3] * (1 - alpha_a) + mode(color_a, color_b) * (alpha_a * alpha_b)
    if a.shape[0] == 3 or b.shape[0] == 3:
        return rgb
    return torch.cat([rgb, alpha_a + alpha_b - alpha_a * alpha_b])


def _unpremultiplied(pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    if pixels.shape[0] == 3:
        return pixels, torch.ones_like(pixels[:1])
    alpha = pixels[3:]
    return (pixels[:3] / alpha.clamp_min(1e-8)).where(alpha > 0, alpha.new_zeros(())), alpha


def _divide(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    is_zero = b.abs() < 1e-8
    return (a / b.masked_fill(is_zero, 1)).masked_fill(is_zero, 0)


def _screen(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    # a + b - a * b written so that beyond [0, 1] it becomes the brighter of the two instead of turning dark.
    high, low = torch.maximum(a, b), torch.minimum(a, b)
    return high + low.clamp_min(0) * (1 - high).clamp_min(0)


def _hard_light(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.where(a <= 0.5, 2 * a * b, _screen(2 * a - 1, b))


def _soft_light(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Dodge or burn gently, as W3C's compositing specification has it; A is taken within [0, 1]."""
    a, base = a.clamp(0, 1), b.clamp_min(0)
    darker = b - (1 - 2 * a) * base * (1 - base).clamp_min(0)
    curve = torch.where(base <= 0.25, ((16 * base - 12) * base + 4) * base, base.sqrt())
    return torch.where(a <= 0.5, darker, b + (2 * a - 1) * (curve - base))


BLEND_MODES: dict[str, BlendMode] = {
    "minus": torch.sub,
    "multiply": torch.mul,
    "divide": _divide,
    "screen": _screen,
    "max": torch.maximum,
    "min": torch.minimum,
    "difference": lambda a, b: (a - b).abs_(),
    "overlay": lambda a, b: _hard_light(b, a),
    "soft_light": _soft_light,
    "hard_light": _hard_light,
}
