"""Values with a picture's height and width: images, mattes, depth, flow and their kin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from graph_core.values._value import Value, scaled_px

if TYPE_CHECKING:
    import torch

__all__ = ["Boundary", "Depth", "Flow", "Image", "Matte", "Parsing", "Raster"]


@dataclass(frozen=True, eq=False)
class Raster(Value):
    """A picture-shaped value: `pixels` is a `(C, H, W)` float tensor."""

    pixels: torch.Tensor

    channels: ClassVar[tuple[int, ...]] = ()

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return int(self.pixels.shape[-2])

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return int(self.pixels.shape[-1])

    def scaled(self, scale: float) -> Self:
        """Return the picture smaller, each pixel the mean of those it covers."""
        import torch

        size = (scaled_px(self.height, scale), scaled_px(self.width, scale))
        if size == (self.height, self.width):
            return self
        return replace(self, pixels=torch.nn.functional.interpolate(self.pixels[None], size, mode="area")[0])

    def validate(self) -> None:
        """Check number of axes, channel count, dtype and finiteness."""
        name = type(self).__name__
        shape = tuple(self.pixels.shape)
        if len(shape) != 3 or (self.channels and shape[0] not in self.channels):
            wanted = " or ".join(str(count) for count in self.channels) or "C"
            raise ValueError(f"{name} pixels must be ({wanted}, H, W), not {shape}")
        if shape[1] < 1 or shape[2] < 1:
            raise ValueError(f"{name} has no pixels: {shape}")
        if not self.pixels.is_floating_point():
            raise ValueError(f"{name} pixels must be floating point, not {self.pixels.dtype}")
        if not self._is_finite():
            raise ValueError(f"{name} holds NaN or infinity")

    def _is_finite(self) -> bool:
        # One reduction instead of a mask: any NaN or infinity makes the sum of x * 0 a NaN.
        return bool(self.pixels.mul(0).sum().eq(0))


@dataclass(frozen=True, eq=False)
class Image(Raster):
    """A picture at one frame: `(3, H, W)` opaque RGB or `(4, H, W)` premultiplied RGBA.

    Scene-linear with Rec. 709 primaries, unbounded above, float32 (float16 on a GPU if asked).
    """

    channels: ClassVar[tuple[int, ...]] = (3, 4)

    @property
    def rgb(self) -> torch.Tensor:
        """Colour, `(3, H, W)`, premultiplied by alpha."""
        return self.pixels[:3]

    @property
    def alpha(self) -> torch.Tensor:
        """Coverage, `(1, H, W)` in [0, 1]; ones for an opaque picture."""
        return self.pixels[3:] if self.has_alpha else self.pixels.new_ones((1, self.height, self.width))

    @property
    def has_alpha(self) -> bool:
        """Whether there is a fourth channel."""
        return self.pixels.shape[0] == 4

    @property
    def unpremultiplied(self) -> torch.Tensor:
        """Colour with the alpha divided out, `(3, H, W)`; zero where alpha is zero."""
        if not self.has_alpha:
            return self.pixels
        alpha = self.alpha
        return (self.rgb / alpha.clamp_min(1e-8)).where(alpha > 0, alpha.new_zeros(()))

    def with_alpha(self) -> Image:
        """Return the picture as premultiplied RGBA; itself when it is already."""
        if self.has_alpha:
            return self
        return Image(self.pixels.new_ones((4, self.height, self.width)).index_copy_(0, _rgb_rows(self), self.pixels))

    def with_rgb(self, unpremultiplied: torch.Tensor) -> Image:
        """Return a picture of this alpha with other, unpremultiplied colour `(3, H, W)`."""
        import torch

        if not self.has_alpha:
            return Image(unpremultiplied)
        return Image(torch.cat([unpremultiplied * self.alpha, self.alpha]))

    def mix(self, other: Image, mask: Matte | None) -> Image:
        """Return `other` where `mask` is 1, this picture where it is 0; `other` without a mask."""
        if mask is None:
            return other
        first, second = self, other
        if first.has_alpha != second.has_alpha:
            first, second = first.with_alpha(), second.with_alpha()
        return Image(first.pixels.lerp(second.pixels, mask.pixels.to(first.pixels.dtype)))


def _rgb_rows(image: Image) -> torch.Tensor:
    import torch

    return torch.arange(3, device=image.pixels.device)


@dataclass(frozen=True, eq=False)
class Matte(Raster):
    """Coverage by a key, roto or model: `(1, H, W)` in [0, 1]."""

    channels: ClassVar[tuple[int, ...]] = (1,)

    def validate(self) -> None:
        """Check the shape and that every pixel lies in [0, 1]."""
        super().validate()
        low, high = float(self.pixels.min()), float(self.pixels.max())
        if low < -1e-4 or high > 1 + 1e-4:
            raise ValueError(f"Matte must lie in [0, 1], found [{low:.4g}, {high:.4g}]")


@dataclass(frozen=True, eq=False)
class Depth(Raster):
    """Distance from the camera, `(1, H, W)`; larger is farther; relative unless said otherwise."""

    channels: ClassVar[tuple[int, ...]] = (1,)


@dataclass(frozen=True, eq=False)
class Flow(Raster):
    """Motion to the next frame, `(2, H, W)` in px, x right and y down; NaN where unknown."""

    channels: ClassVar[tuple[int, ...]] = (2,)

    def scaled(self, scale: float) -> Self:
        """Return the field smaller, and its motion with it."""
        smaller = super().scaled(scale)
        return replace(smaller, pixels=smaller.pixels * scale)

    def _is_finite(self) -> bool:
        return not bool(self.pixels.isinf().any())


@dataclass(frozen=True, eq=False)
class Boundary(Raster):
    """Heat maps of facial boundary curves, `(15, H, W)` in [0, 1]."""


@dataclass(frozen=True, eq=False)
class Parsing(Raster):
    """Label of every pixel, `(1, H, W)`, CelebAMask-like: 0 background, 1 skin, 2/3 brows, 4/5 eyes,
    6 glasses, 7/8 ears, 9 earring, 10 nose, 11 mouth, 12/13 lips, 14 neck, 15 necklace, 16 cloth,
    17 hair, 18 hat. Held as floats so that it travels as every other raster.
    """

    channels: ClassVar[tuple[int, ...]] = (1,)

    def scaled(self, scale: float) -> Self:
        """Return the map smaller; labels are picked, not mixed."""
        import torch

        size = (scaled_px(self.height, scale), scaled_px(self.width, scale))
        return replace(self, pixels=torch.nn.functional.interpolate(self.pixels[None], size, mode="nearest-exact")[0])

    def matte(self, *labels: int) -> Matte:
        """Return the coverage of the given labels."""
        hit = self.pixels.new_zeros(self.pixels.shape)
        for label in labels:
            hit = hit.where(self.pixels != label, hit.new_ones(()))
        return Matte(hit)

    def with_pixels(self, pixels: torch.Tensor) -> Self:
        """Return the same kind of value around other pixels."""
        return replace(self, pixels=pixels)
