"""Find out where heads are and which way they look."""

from dataclasses import replace

from graph_core import Camera, Faces, Node, Param


class Pose(Node, id="face.pose", version=1, device="cpu"):
    """Find out where heads are and which way they look.

    Fits an average head (63 mm between the pupils) to 42 landmarks that hardly move with the expression, by least
    squares of the distance in the picture. Yaw is positive towards the person's left, pitch positive downwards, roll
    positive clockwise in the picture; the rotation is Rz(roll) Ry(-yaw) Rx(pitch). The distance is as true as the
    field of view and the assumption that the head is of average size.
    """

    field_of_view: float = Param(
        30.0,
        gt=1,
        lt=170,
        soft_min=20,
        soft_max=90,
        unit="degrees",
        help="Of the lens, along the picture's longer side.",
    )

    def process(self, faces: Faces, camera: Camera | None = None) -> Faces:
        """
        Args:
            faces: Faces with 478 landmarks.
            camera: The camera, if known; then the field of view does not count.

        Returns:
            The same faces with their head poses.
        """
        import numpy as np

        from graph_nodes.face._pose import focal_length, solve_pose

        if camera is None:
            focal = focal_length(faces.width, faces.height, self.field_of_view)
            centre, distortion = np.array([faces.width / 2, faces.height / 2]), None
        else:
            focal, centre, distortion = camera.focal_px, camera.centre_px, camera.distortion
        posed = [replace(face, pose=solve_pose(face.landmarks478, focal, centre, distortion)) for face in faces]
        return replace(faces, faces=tuple(posed))
