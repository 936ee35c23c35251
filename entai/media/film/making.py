"""From a film and the changes to it to a new file."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entai.errors import EntaiError, EntaiWarning
from entai.media.audio import Audio
from entai.media.change import Change
from entai.media.film.encoding import Encoding, choose
from entai.media.film.joining import Joined, join
from entai.media.film.pieces import Made, Piece, make_pieces
from entai.media.film.sound import sound_of
from entai.media.film.source import Film, describe
from entai.media.image import Image
from entai.training.run import Progress

if TYPE_CHECKING:
    from entai.media.video import Video


def make(video: Video, target: Path, suffix: str, folder: Path, resume: bool, progress: Progress,
         options: dict[str, Any]) -> float | None:
    """Write a film.

    Args:
        video: The film and its changes.
        target: A new file.
        suffix: Of the format.
        folder: For finished pieces; gone once the film is whole.
        resume: Go on with the pieces that are there.
        progress: Told after every frame.
        options: As `Video.write_options`.

    Returns:
        How much the pictures change from one to the next, as a share of how much the source's do; None where they were
        copied, or the source's stand still.
    """
    film = describe(video.path, video.megapixels)
    tracks = _tracks(video, film, options.get("sound"))
    made = _pictures(video, film, suffix, folder, resume, progress, options)
    join(Joined(film, (made.pieces, len(made.done)) if made else None, tracks, bool(made and made.alpha)), target, suffix)
    shutil.rmtree(folder, ignore_errors=True)
    return _flicker(made.done) if made else None


def _pictures(video: Video, film: Film, suffix: str, folder: Path, resume: bool, progress: Progress,
              options: dict[str, Any]) -> Made | None:
    change = video.pictures
    asked = {name: options.get(name) for name in ("codec", "quality", "pixel_format")}
    if not film.width or (change is None and all(value is None for value in asked.values())):
        return None
    if film.interlaced:
        warnings.warn(f"{film.path.name} is interlaced: its two fields are worked on woven into one picture; where things "
                      "move, deinterlace it first", EntaiWarning, stacklevel=2)

    def encode(result: Image) -> Encoding:
        return choose(film, suffix, result.alpha is not None, (result.width, result.height), **asked)

    container = ".mov" if suffix in (".mp4", ".mov", ".m4v") else ".mkv"  # whose clock is as fine as the output's
    return make_pieces(film, folder, container, change or _NONE, encode, resume, progress)


_NONE = Change.each(lambda first: lambda picture: picture)


def _tracks(video: Video, film: Film, task: str | None) -> dict[int, Audio]:
    """Changed sound, a track at a time, by the number of the track."""
    changes = [video.sound] if video.sound is not None else []
    if task is not None:
        changes.append(_of_task(task))
    if changes and not film.sounds:
        raise EntaiError(f"{film.path} has no sound")
    tracks = {}
    for track in range(film.sounds if changes else 0):
        audio: Any = sound_of(film.path, track)
        for change in changes:
            audio = next(change.settled(audio)((audio,)))
        tracks[track] = audio
    return tracks


def _of_task(name: str) -> Any:
    """Another task's change, asked for by name."""
    from entai.api import load
    from entai.spec import load_object

    task = load(name)
    if not issubclass(load_object(task.spec.input), Audio):
        raise EntaiError(f"write.sound takes a task of sound, and {name} takes a {load_object(task.spec.input).__name__}")
    return task.change({})


def _flicker(pieces: list[Piece]) -> float | None:
    source, result = sum(piece.source for piece in pieces), sum(piece.result for piece in pieces)
    return result / source if source > 0 else None
