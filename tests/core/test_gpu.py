"""The same graph on a GPU: the same values as on the CPU, in batches, in half precision."""

from fractions import Fraction

import pytest
import torch

from graph_core import Context, Engine, Format, FrameRange, Graph, Image, Node, Project, Registry, Shot

pytestmark = pytest.mark.gpu


class Ramp(Node, id="toy.gpu_ramp", uses=("frame",)):
    """Make a ramp on the device."""

    def process(self, *, ctx: Context) -> Image:
        ramp = torch.linspace(0, ctx.frame, 64, device=ctx.device, dtype=ctx.dtype)
        return Image(ramp.expand(3, 8, 64).contiguous())


class Double(Node, id="toy.gpu_double", batch=4):
    """Double pictures, several at once."""

    def process(self, image: Image) -> Image:
        return Image(image.pixels * 2)

    def process_batch(self, image: list[Image]) -> list[Image]:
        return [Image(pixels) for pixels in torch.stack([item.pixels for item in image]) * 2]


class OnHost(Node, id="toy.on_host", device="cpu"):
    """Add one, in host memory."""

    def process(self, image: Image) -> Image:
        assert image.pixels.device.type == "cpu"
        return Image(image.pixels + 1)


def render(device, dtype="float32"):
    graph = Graph(Registry())
    graph.add("ramp", Ramp)
    graph.add("double", Double)
    graph.add("host", OnHost)
    graph.add("again", Double)
    graph.link("ramp", "double.image")
    graph.link("double", "host.image")
    graph.link("host", "again.image")
    project = Project(graph, Shot(Format(64, 8), Fraction(25), FrameRange(1, 10)))
    with Engine(device=device, dtype=dtype) as engine:
        return [image.pixels for _, (image,) in engine.render(project, ["again"])]


def test_pictures_are_made_on_the_device_and_equal_the_cpus():
    on_cpu, on_gpu = render("cpu"), render("cuda")
    assert all(pixels.is_cuda for pixels in on_gpu)
    for expected, pixels in zip(on_cpu, on_gpu, strict=True):
        torch.testing.assert_close(pixels.cpu(), expected, rtol=1e-6, atol=1e-6)


def test_half_precision_is_used_when_asked_for():
    pictures = render("cuda", "float16")
    assert {pixels.dtype for pixels in pictures} == {torch.float16}
    torch.testing.assert_close(pictures[9].float().cpu(), render("cpu")[9], rtol=2e-3, atol=2e-2)


def test_running_out_of_device_memory_is_survived():
    class Hungry(Node, id="toy.hungry", batch=8):
        """Take a fifth of the device for each frame of a batch."""

        def process(self, image: Image) -> Image:
            return self.process_batch([image])[0]

        def process_batch(self, image: list[Image]) -> list[Image]:
            room = torch.cuda.get_device_properties(0).total_memory // 5
            _ = [torch.empty(room, dtype=torch.uint8, device="cuda") for _ in image]
            return image

    graph = Graph(Registry())
    graph.add("ramp", Ramp)
    graph.add("hungry", Hungry)
    graph.link("ramp", "hungry.image")
    project = Project(graph, Shot(Format(64, 8), Fraction(25), FrameRange(1, 12)))
    with Engine(device="cuda") as engine:
        assert [frame for frame, _ in engine.render(project, ["hungry"])] == list(range(1, 13))
