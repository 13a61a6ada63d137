"""Film a whole figure that stands, walks or dances."""

from typing import NamedTuple

from graph_core import Body, Camera, Context, Depth, Flow, Image, Latent, Matte, Node, Param, Parsing
from graph_plugin_performer._names import Moving


class FilmedFigure(NamedTuple):
    """A picture of a figure and its truth."""

    image: Image
    matte: Matte
    body: Body
    parsing: Parsing
    depth: Depth
    normals: Image
    flow: Flow
    camera: Camera


class Figure(
    Node,
    id="performer.figure",
    version=1,
    uses=("frame", "format", "fps", "range"),
    device="cpu",
    synthesis="generated",
):
    """Film a whole figure that stands, walks or dances, with its joints.

    The head is the one performer.render films; the body below it follows a skeleton of eighteen joints. The motion is
    drawn from the seed: a walk on the spot, a dance whose figures change every eight beats.
    """

    seed: int = Param(0, ge=0, soft_max=999, help="Whose way of moving; the steps of the dance.")
    motion: Moving = Param("stand", help="What the body does.")
    size: float = Param(
        0.82, gt=0, soft_min=0.3, soft_max=1.2, help="Height of the figure as a share of the picture's."
    )
    turn: float = Param(0.0, ge=-180, le=180, unit="degrees", help="Turns the whole figure to the picture's right.")
    light_direction: float = Param(
        -35.0, ge=-180, le=180, unit="degrees", help="Moves the key light round the figure: 0 from the camera's side."
    )
    room: int = Param(0, ge=0, soft_max=99, help="Which room is behind; each number is another one.")

    def process(self, identity: Latent, background: Image | None = None, *, ctx: Context) -> FilmedFigure:
        """
        Args:
            identity: Who moves, from performer.identity.
            background: Plate behind the figure, of the project's format.

        Returns:
            The picture; coverage of the figure; 18 joints in the picture and in space; labels of skin, hair and cloth;
            distance in mm; normals (right, up, to the camera) as a colour; motion to the next frame; the camera.
        """
        from graph_plugin_performer._filming import film_whole

        return FilmedFigure(*film_whole(self, identity, background, ctx))
