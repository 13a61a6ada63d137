"""How a node limits its effect: same format for all inputs, a mask and a mix."""

from __future__ import annotations

from graph_core import ExecutionError, Image, Matte, Raster

__all__ = ["mixed", "require_same_size"]


def require_same_size(**rasters: Raster | None) -> None:
    """Refuse inputs of different resolutions, naming the ports.

    Raises:
        ExecutionError: If two of them differ in height or width.
    """
    given = [(name, raster) for name, raster in rasters.items() if raster is not None]
    for name, raster in given[1:]:
        first_name, first = given[0]
        if (raster.height, raster.width) != (first.height, first.width):
            raise ExecutionError(
                f'Input "{name}" is {raster.width}x{raster.height} but "{first_name}" is {first.width}x{first.height}.',
                hint=f'put transform.resize before "{name}"',
            )


def mixed(before: Image, after: Image, mask: Matte | None, mix: float = 1.0) -> Image:
    """Return `after` where the mask and the mix are 1, `before` where either is 0.

    Raises:
        ExecutionError: If the mask has another resolution than the picture.
    """
    require_same_size(image=before, mask=mask)
    if mix == 0:
        return before
    if mix == 1:
        return before.mix(after, mask)
    if mask is not None:
        return before.mix(after, Matte(mask.pixels * mix))
    if before.has_alpha != after.has_alpha:
        before, after = before.with_alpha(), after.with_alpha()
    return Image(before.pixels.lerp(after.pixels, mix))
