"""Read the expression of faces off their landmarks."""

from dataclasses import replace

from graph_core import Expression as Blendshapes
from graph_core import Faces, Node, Param


class Expression(Node, id="face.expression", version=1):
    """Read the expression of faces off their landmarks, as ARKit blendshapes.

    The landmarks are turned to the front and scaled to an average head (63 mm between the pupils) by the similarity
    that brings 42 points of brow, nose, temples and cheeks onto it, so pose and distance drop out. Distances and
    heights are measured there; a weight is (measure - measure at rest) / its change at the full expression, held
    between 0 and 1. For example, in mm:

    - jawOpen = (gap of the lips - rest) / 40, mouthPucker = (rest - width of the mouth) / 12 while the lips are shut
    - mouthSmile = half of (corner above the lips / 8) and (corner outwards / 7)
    - eyeBlink = (rest - opening of the lids in eye widths) / 0.21, browOuterUp = (brow above the eye - rest) / 8

    Faces differ at rest, so connect one frame of the person at rest for weights that begin at 0. What the mesh does
    not show stays 0: cheekPuff, jawForward, mouthDimple, mouthShrug, tongueOut.
    """

    strength: float = Param(1.0, ge=0, soft_max=3, help="Above 1 exaggerates the expression, below 1 tones it down.")

    def process(self, faces: Faces, neutral: Faces | None = None) -> Faces:
        """
        Args:
            faces: Faces with 478 landmarks.
            neutral: The person at rest, from a held frame or a photo; the first face counts for all.

        Returns:
            The same faces with their expressions.
        """
        import numpy as np

        from graph_nodes.face._expression import AVERAGE, head_space, measure, weights_of

        at_rest = neutral.faces[0] if neutral is not None and len(neutral) else None
        rest = measure(head_space(at_rest.landmarks478)) if at_rest is not None else AVERAGE
        read = []
        for face in faces:
            weights = weights_of(measure(head_space(face.landmarks478)), rest)
            weights = np.clip(weights * self.strength, 0, 1).astype(np.float32)
            read.append(replace(face, expression=Blendshapes(weights)))
        return replace(faces, faces=tuple(read))
