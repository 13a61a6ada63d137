"""Make a matte of the hands in a picture with MediaPipe."""

from graph_core import Context, Image, Matte, Node, Param


class Hands(Node, id="mediapipe.hands", version=1, serial=True, device="cpu"):
    """Make a matte of the hands, to keep them in front of a swapped face.

    Finds up to `max_hands` hands and 21 joints of each, draws flesh around the joints and corrects it by the colours
    in and just outside it; over skin of the same colour the joints alone decide. What the hands hold is not part of
    the matte. Every frame is looked at by itself.
    """

    max_hands: int = Param(2, ge=1, soft_max=6, help="Keeps only the surest hands, up to this many.")
    min_confidence: float = Param(
        0.6, ge=0, le=1, help="Higher drops doubtful hands, lower finds blurred and half hidden ones."
    )
    forearm: float = Param(
        0.5, ge=0, le=5, soft_max=2, help="How far the matte follows the arm beyond the wrist, in lengths of the palm."
    )
    grow: float = Param(
        0.0, ge=-1, le=3, soft_min=-0.5, soft_max=1, help="Widens the hands all around, in half finger widths."
    )

    def process(self, plate: Image, *, ctx: Context) -> Matte:
        """
        Args:
            plate: Picture to search, scene-linear.

        Returns:
            Coverage of the hands; black when there are none.
        """
        import numpy as np
        import torch

        from graph_plugin_mediapipe_faces._hand_matte import hand_matte
        from graph_plugin_mediapipe_faces._hands import HAND, PALM, HandNetworks, find_hands
        from graph_plugin_mediapipe_faces._network import Network

        networks = ctx.resource("hands", lambda: HandNetworks(Network(PALM.file), Network(HAND)))
        hands = find_hands(networks, plate.rgb.float().numpy(), most=self.max_hands, least_presence=self.min_confidence)
        if not hands:
            ctx.report("no hand")
            return Matte(plate.pixels.new_zeros((1, plate.height, plate.width)))
        picture = plate.rgb.float().clamp(0, 1).sqrt().permute(1, 2, 0).contiguous().numpy()
        mattes = [
            hand_matte(hand.joints[:, :2], hand.palm_length, picture, forearm=self.forearm, grow=self.grow)
            for hand in hands
        ]
        return Matte(torch.from_numpy(np.maximum.reduce(mattes))[None].to(plate.pixels.dtype))
