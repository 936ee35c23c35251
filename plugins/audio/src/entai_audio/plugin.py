"""What this plugin brings to entai. Cheap to import."""

from __future__ import annotations

from entai import Option, RecipeSpec, TaskSpec, hookimpl

DENOISING, ENHANCEMENT, SEPARATION = "audio-denoising", "audio-enhancement", "audio-separation"


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    """The tasks of this plugin."""
    return [denoising(), enhancement(), separation()]


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    """How to build their models."""
    return [*denoising_recipes(), *separation_recipes()]


def denoising() -> TaskSpec:
    """Noise away, speech kept."""
    options = (
        Option("strength", float, 1.0, "how much of the noise to take away: 0 nothing, 1 all that the model finds", 0, 1),
        Option("residual", bool, False, "also give what was taken away; both add up to the input", parts=True),
    )
    return TaskSpec(
        DENOISING, "take noise from speech, in files of any length and live",
        input="entai.media:Audio", output="entai.media:Audio", data="entai_audio.mixing.sounds:Sounds",
        implementation="entai_audio.denoise:Denoiser", options=options, default_recipe="crn",
        default_model="small", baseline="wiener")


def denoising_recipes() -> list[RecipeSpec]:
    """A small net, two of them side by side, and the classical filter that they must beat."""
    recipes = "entai_audio.denoising"
    return [
        RecipeSpec(DENOISING, "crn", "a causal convolutional recurrent net of 27,000 parameters, for speech",
                   f"{recipes}.recipe:Crn", {"small": "entai_audio:models/small"}),
        RecipeSpec(DENOISING, "pair", "two such nets, whose masks are averaged; they may begin from two trained apart",
                   f"{recipes}.pair:Pair"),
        RecipeSpec(DENOISING, "wiener", "the classical filter, which tracks the noise in every bin; the baseline",
                   f"{recipes}.wiener:Wiener"),
    ]


def enhancement() -> TaskSpec:
    """What an editor does by hand, stage by stage."""
    stages = {"declip": "clipped peaks drawn anew", "declick": "clicks and crackle replaced",
              "hum": "mains hum and its harmonics taken out", "dereverb": "the room's tail taken back"}
    options = (
        Option("loudness", float, -23.0, "LUFS (BS.1770): -23 broadcast, -16 podcasts, -14 streaming; 0 leaves it", -60, 0),
        Option("peak", float, -1.0, "dBTP that no peak passes", -20, 0),
        *(Option(name, str, "auto", f"{text}; auto: where it is found to be needed", choices=("auto", "on", "off"))
          for name, text in stages.items()),
    )
    return TaskSpec(
        ENHANCEMENT, "mend and master recordings: hum, clicks, clipping, echo, loudness, true peak",
        input="entai.media:Audio", output="entai.media:Audio", data="entai_audio.mixing.sounds:Sounds",
        implementation="entai_audio.enhance:Enhancer", options=options, needs_model=False)


def separation() -> TaskSpec:
    """Stems that add up to the input."""
    return TaskSpec(
        SEPARATION, "take sound apart into stems that add up to it: speech and music, tones and beats",
        input="entai.media:Audio", output="entai.media:Audio", data="entai_audio.separation.voices_and_music:VoicesAndMusic",
        implementation="entai_audio.separate:Separator", default_recipe="speech-music",
        default_model="speech-music", parts=True)


def separation_recipes() -> list[RecipeSpec]:
    """A net for speech over music, and filters for tones and beats."""
    recipes = "entai_audio.separation"
    return [
        RecipeSpec(SEPARATION, "speech-music", "the denoiser's net, taught to keep a voice and to leave music",
                   f"{recipes}.speech_music:SpeechMusic", {"speech-music": "entai_audio:models/speech-music"}),
        RecipeSpec(SEPARATION, "harmonic-percussive", "tones that last and beats that do not, by median filters",
                   f"{recipes}.harmonic_percussive:HarmonicPercussive",
                   {"harmonic-percussive": "entai_audio:models/harmonic-percussive"}),
    ]
