"""`check_node` finds what it promises to find, and lets a good node pass."""

import random
from collections.abc import Iterator
from typing import Literal

import numpy as np
import pytest

from graph_core import (
    ARKIT_NAMES,
    Alignment,
    Audio,
    Context,
    ExecutionError,
    Expression,
    Faces,
    Image,
    Matte,
    Node,
    Param,
    Stream,
    Value,
    Window,
)
from graph_core.testing import check_import, check_node, sample, sample_landmarks


class Good(Node, id="toy.good", uses=("frame",), batch=4):
    """Brighten a picture."""

    gain: float = Param(1.5, ge=0, help="How many times as bright the picture becomes.")
    note: str = Param("", cosmetic=True, help="A remark that changes nothing.")

    def process(self, image: Image, mask: Matte | None = None, *, ctx: Context) -> Image:
        """
        Args:
            image: Picture to brighten.
            mask: Where to.

        Returns:
            The brighter picture.
        """
        return image.mix(Image(image.pixels * self.gain), mask)

    def process_batch(self, images, masks, *, ctx):
        return [self.process(image, mask, ctx=ctx) for image, mask in zip(images, masks, strict=True)]


class Running(Node, id="toy.running"):
    """Add up the frames so far."""

    def process(self, image: Stream[Image]) -> Iterator[Image]:
        """
        Args:
            image: Frames to add.

        Returns:
            Their sum up to each frame.
        """
        total = 0
        for picture in image:
            total = total + picture.pixels
            yield Image(total)


class NoFile(Node, id="toy.no_file"):
    """Read a file that is not there."""

    def process(self) -> Image:
        """
        Returns:
            The picture.
        """
        raise ExecutionError("There is no file.", hint="choose one")


@pytest.mark.parametrize("cls", [Good, Running, NoFile])
def test_a_good_node_passes(cls):
    check_node(cls)


class Undescribed(Good, id="toy.undescribed"):
    """Brighten a picture."""

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        """
        Args:
            image: Picture to brighten.

        Returns:
            The brighter picture.
        """
        return image


class Clipping(Node, id="toy.clipping"):
    """Change its input."""

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture.

        Returns:
            The same.
        """
        image.pixels.clamp_(0.25, 0.5)
        return image


class Rolling(Clipping, id="toy.rolling"):
    """Make something else each time."""

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture.

        Returns:
            A random brightness.
        """
        return Image(image.pixels * random.random())


class Broken(Clipping, id="toy.broken"):
    """Give what a matte may not hold."""

    def process(self, image: Image) -> Matte:
        """
        Args:
            image: Picture.

        Returns:
            Too much.
        """
        return Matte(image.pixels[:1] + 7)


class WrongType(Clipping, id="toy.wrong_type"):
    """Give another type than it says."""

    def process(self, image: Image) -> Matte:
        """
        Args:
            image: Picture.

        Returns:
            No matte.
        """
        return image


class Crashing(Clipping, id="toy.crashing"):
    """Fail on a single pixel."""

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture.

        Returns:
            The picture without its edge.
        """
        return Image(image.pixels.reshape(3, -1)[:, :-1].max(dim=1).values[:, None, None])


class Unsaid(Clipping, id="toy.unsaid"):
    """Read the frame without saying so."""

    def process(self, image: Image, *, ctx: Context) -> Image:
        """
        Args:
            image: Picture.

        Returns:
            The picture times the frame.
        """
        return Image(image.pixels * ctx.frame)


class Wordless(Clipping, id="toy.wordless"):
    """Give no hint with its error."""

    def process(self, image: Image) -> Image:
        """
        Args:
            image: Picture.

        Returns:
            Nothing.
        """
        raise ExecutionError("It went wrong.")


class Skipping(Clipping, id="toy.skipping"):
    """Leave out frames."""

    def process(self, image: Stream[Image]) -> Iterator[Image]:
        """
        Args:
            image: Pictures.

        Returns:
            Every other.
        """
        for picture in image:
            next(image, None)
            yield picture


class Uneven(Good, id="toy.uneven", batch=4):
    """Do something else with several frames."""

    def process_batch(self, images, masks, *, ctx):
        return [Image(image.pixels * 2) for image in images]


@pytest.mark.parametrize(
    ("cls", "complaint"),
    [
        (Undescribed, "input mask is not described"),
        (Clipping, "changes its inputs"),
        (Rolling, "the same inputs give another result"),
        (Broken, "output out breaks its promise"),
        (WrongType, "output out is Image, not Matte"),
        (Crashing, "a s.*: it fails with"),
        (Unsaid, "reads ctx.frame without saying so"),
        (Wordless, "has no hint"),
        (Skipping, "3 frames give 2 results"),
        (Uneven, "process_batch gives another result"),
    ],
)
def test_a_bad_node_is_told_what_is_wrong(cls, complaint):
    with pytest.raises(AssertionError, match=complaint):
        check_node(cls)


def test_knobs_given_to_the_check_are_used():
    class Choosy(Node, id="toy.choosy"):
        """Fail in one of its modes."""

        mode: Literal["fine", "bad"] = Param("fine", help="What it does to the picture.")

        def process(self, image: Image) -> Image:
            """
            Args:
                image: Picture.

            Returns:
                The same.
            """
            return image if self.mode == "fine" else Image(1 / (image.pixels * 0))

    check_node(Choosy)
    with pytest.raises(AssertionError, match="NaN or infinity"):
        check_node(Choosy, mode="bad")


def test_a_port_of_a_plugins_own_type_takes_a_given_value():
    class Token(Value):
        pass

    class Through(Node, id="toy.through"):
        """Pass a token on."""

        def process(self, token: Token) -> Token:
            """
            Args:
                token: Token.

            Returns:
                The same.
            """
            return token

    with pytest.raises(TypeError, match="no sample of Token"):
        check_node(Through)
    check_node(Through, {"token": Token()})


def test_importing_something_heavy_is_found():
    check_import("graph_core")
    with pytest.raises(AssertionError, match=r"importing torch\.nn loads torch"):
        check_import("torch.nn")


def test_samples_are_the_same_each_time_and_differ_by_seed():
    assert (sample(Image).pixels == sample(Image).pixels).all()
    assert (sample(Image, seed=1).pixels != sample(Image).pixels).any()
    assert sample(Image, width=5, height=3, alpha=True).pixels.shape == (4, 3, 5)
    window = sample(Window[Matte])
    assert len(window) == 3 and isinstance(window.centre, Matte)
    assert [type(value) for value in sample(Stream[Audio])] == [Audio] * 3
    assert len(sample(Faces)) == 1 and len(sample(Faces, empty=True)) == 0
    assert sample(Alignment, empty=True).is_empty
    assert sample(Expression).weights.shape == (len(ARKIT_NAMES),)


def test_the_sample_face_is_shaped_like_a_face():
    points = sample_landmarks(100, 100)
    assert points.shape == (478, 3)
    assert np.unique(points[:468, :2].round(4), axis=0).shape[0] > 460
    assert (points[:, :2] > 0).all() and (points[:, :2] < 100).all()
    top, chin, right_eye, left_eye, nose, mouth = (points[at, :2] for at in (10, 152, 159, 386, 4, 13))
    assert top[1] < right_eye[1] == left_eye[1] < nose[1] < mouth[1] < chin[1]
    assert right_eye[0] < nose[0] < left_eye[0]
