"""A voice that belongs to no one, with what it says when."""

from typing import NamedTuple

from graph_core import Audio, Context, Node, Param, Phonemes


class Spoken(NamedTuple):
    """What a voice gives."""

    sound: Audio
    phonemes: Phonemes


class Voice(Node, id="performer.voice", version=1, uses=("fps", "range"), synthesis="generated", device="cpu"):
    """Speak a text with a voice drawn from a seed, or babble without one.

    Text is spoken by espeak-ng; `pip install espeakng-loader` brings it. Without text, pulses of vocal folds are
    filtered by the resonances of random vowels, in the same voice every time. Link the phonemes to
    performer.performance, and the mouth follows the sound.
    """

    text: str = Param("", help="What is said; empty babbles for as long as the shot lasts.")
    language: str = Param("en-us", help="Language or accent, as espeak-ng names it: en-gb, de, fr, es, it, ja.")
    seed: int = Param(0, ge=0, soft_max=999, help="Whose voice: its pitch and timbre.")
    pace: float = Param(1.0, ge=0.5, le=2.5, help="Speaks faster above 1, slower below.")
    start: float = Param(0.2, ge=0, soft_max=10, unit="s", help="When the text begins, from the first frame.")
    volume: float = Param(1.0, ge=0, soft_max=2, help="How loud the voice is.")
    rate: int = Param(48000, ge=8000, le=192000, unit="Hz", help="Samples per second of the sound.")

    def process(self, *, ctx: Context) -> Spoken:
        """
        Returns:
            One channel that begins with the shot, and the phonemes with their times.
        """
        from graph_plugin_performer._speech.speaking import babble_track, text_track

        if self.text.strip():
            samples, phonemes = text_track(
                self.text, self.language, self.seed, pace=self.pace, start_s=self.start, rate=self.rate
            )
        else:
            samples, phonemes = babble_track(self.seed, float(len(ctx.frames) / ctx.fps), self.rate)
        return Spoken(Audio(self.volume * samples[None], self.rate), phonemes)
