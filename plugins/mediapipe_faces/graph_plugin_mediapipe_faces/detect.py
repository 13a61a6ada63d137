"""Find faces and their landmarks with MediaPipe."""

from graph_core import Context, Face, Faces, Image, Node, Param, landmarks68_from_478
from graph_plugin_mediapipe_faces._mesh import MESH, MOST_VIEWS
from graph_plugin_mediapipe_faces._network import Network
from graph_plugin_mediapipe_faces._search import FAR, NEAR, Networks, Reach, Sighting, find_faces


class Detect(Node, id="mediapipe.detect", version=1, serial=True, device="cpu"):
    """Find faces and 478 landmarks on each.

    Every frame is looked at by itself, so a frame comes out the same whether it is rendered alone or in
    a shot; put face.track after it for numbers that stay with a person, and face.smooth for calm landmarks.

    The whole picture is searched first; when nothing is certain there, the picture turned by steps of 45 degrees
    and overlapping enlarged parts of it. Landmarks are read in a crop that is upright along the face and averaged
    over several such crops. Pose and expression are left open: face.pose and face.expression fill them in.
    """

    max_faces: int = Param(
        1, ge=1, soft_max=10, help="Keeps only the largest faces, up to this many; doubtful ones come last."
    )
    min_confidence: float = Param(
        0.5, ge=0, le=1, help="Higher drops doubtful faces, lower finds blurred and half hidden ones."
    )
    views: int = Param(
        4, ge=1, le=MOST_VIEWS, help="Crops averaged for each face: more make the landmarks calmer and take longer."
    )
    search: Reach = Param(
        "closer when empty",
        help="How far to look for small and tilted faces; everywhere also finds them beside large upright ones.",
    )

    def process(self, plate: Image, *, ctx: Context) -> Faces:
        """
        Args:
            plate: Picture to search, scene-linear.

        Returns:
            The faces, largest first; none when there are none.
        """
        networks = ctx.resource("faces", lambda: Networks(Network(FAR.file), Network(NEAR.file), Network(MESH)))
        sightings = find_faces(
            networks,
            plate.rgb.float().numpy(),
            most=self.max_faces,
            least_score=self.min_confidence,
            views=self.views,
            reach=self.search,
        )
        if not sightings:
            ctx.report("no face")
        return Faces(tuple(_face(sighting) for sighting in sightings), plate.width, plate.height)


def _face(sighting: Sighting) -> Face:
    landmarks = sighting.landmarks
    return Face(sighting.box, landmarks, landmarks68_from_478(landmarks), min(1.0, sighting.score))
