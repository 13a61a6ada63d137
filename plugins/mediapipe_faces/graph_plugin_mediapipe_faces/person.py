"""Make a matte of the people in a picture with MediaPipe."""

from graph_core import Context, Image, Matte, Node, Param


class Person(Node, id="mediapipe.person", version=1, serial=True, device="cpu"):
    """Make a matte of the people in a picture.

    Made for one or a few people near the camera. The network sees 256 x 256 px, so its edge is coarse; it is then
    laid along the edges of the picture (guided filter). Every frame is looked at by itself.
    """

    closer: bool = Param(True, help="Looks a second time at the people alone, for finer edges when they are small.")
    edge: float = Param(
        1.5, ge=0, soft_max=6, help="How far the edge may move to follow the picture's, in pixels of the network."
    )
    gain: float = Param(1.0, gt=0, soft_min=0.5, soft_max=4, help="Higher makes the edge harder.")

    def process(self, plate: Image, *, ctx: Context) -> Matte:
        """
        Args:
            plate: Picture to look at, scene-linear.

        Returns:
            Coverage of the people; black when there are none.
        """
        import torch

        from graph_plugin_mediapipe_faces._network import Network
        from graph_plugin_mediapipe_faces._person import PERSON, person_matte

        network = ctx.resource("person", lambda: Network(PERSON))
        edge_px = self.edge * max(plate.width, plate.height) / PERSON.size
        matte = torch.from_numpy(person_matte(network, plate.rgb.float().numpy(), closer=self.closer, edge_px=edge_px))[
            None
        ]
        if float(matte.max()) < 0.5:
            ctx.report("no person")
        return Matte(((matte - 0.5) * self.gain + 0.5).clamp(0, 1).to(plate.pixels.dtype))
