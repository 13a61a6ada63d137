"""Who acts: an identity drawn from a seed, with a few measures set by hand."""

from typing import Literal

from graph_core import Latent, Node, Param

Style = Literal["of the seed", "buzz", "crop", "side_part", "bob", "long", "tied_back", "curly", "receding", "bald"]
Choice = Literal["of the seed", "yes", "no"]


class Identity(Node, id="performer.identity", version=1, synthesis="generated"):
    """Draw a person who does not exist from a seed.

    An identity is 80 numbers of unit normal spread: 60 shape the head, 20 say how it looks. No photograph goes in and
    nobody's likeness comes out. The knobs below the seed move single numbers off what the seed has drawn.
    """

    seed: int = Param(0, ge=0, soft_max=999, help="Who it is; each number is another person.")
    femininity: float = Param(0.0, ge=-3, le=3, help="Softens brow and jaw and fills the lips, or the opposite.")
    age: float = Param(0.0, ge=-3, le=3, help="Deepens wrinkles, thins the lips and greys the hair.")
    skin: float = Param(0.0, ge=-3, le=3, help="Darkens the skin, or lightens it when negative.")
    fullness: float = Param(0.0, ge=-3, le=3, help="Fills cheeks and neck, or makes the face lean.")
    face_length: float = Param(0.0, ge=-3, le=3, help="Lengthens the face from the eyes down.")
    jaw_width: float = Param(0.0, ge=-3, le=3, help="Widens the jaw.")
    eye_size: float = Param(0.0, ge=-3, le=3, help="Opens the eyes wider.")
    nose_length: float = Param(0.0, ge=-3, le=3, help="Lengthens the nose.")
    nose_width: float = Param(0.0, ge=-3, le=3, help="Widens the nose.")
    mouth_width: float = Param(0.0, ge=-3, le=3, help="Widens the mouth.")
    hair: Style = Param("of the seed", help="How the hair is cut.")
    hair_tone: float = Param(0.0, ge=-3, le=3, help="Lightens the hair, or darkens it when negative.")
    beard: Choice = Param("of the seed", help="Whether there is a beard; men only.")
    glasses: Choice = Param("of the seed", help="Whether glasses are worn.")

    def process(self) -> Latent:
        """
        Returns:
            The 80 numbers, in the space "performer-identity".
        """
        import torch

        from graph_plugin_performer._person.measures import COMPONENTS, IDENTITY_SPACE, draw_identity, with_style

        vector = draw_identity(self.seed)
        shifts = {"melanin": self.skin}
        for name in COMPONENTS:
            if name in self.params and name not in ("beard", "glasses"):
                shifts[name] = getattr(self, name)
        for name, shift in shifts.items():
            vector[COMPONENTS.index(name)] += shift
        for name, choice in (("beard", self.beard), ("glasses", self.glasses)):
            if choice != "of the seed":
                vector[COMPONENTS.index(name)] = 2.5 if choice == "yes" else -2.5
        if self.hair != "of the seed":
            vector = with_style(vector, self.hair)
        return Latent(torch.from_numpy(vector), IDENTITY_SPACE)
