"""A film's pictures, changed and encoded in pieces: a run that was killed goes on behind the last whole one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import av

from entai.errors import EntaiError
from entai.files import write_text
from entai.media.change import Change, Stream
from entai.media.film.colour import Darkroom, has_alpha
from entai.media.film.encoding import Encoding
from entai.media.film.flicker import Flicker
from entai.media.film.source import Film, frames
from entai.media.image import Image
from entai.training.run import Progress

LENGTH = 48
"""Frames of a piece: about two seconds of work are lost at most with a quick task, and it costs one key frame."""


@dataclass(frozen=True)
class Piece:
    """What is known of a finished piece: its frames, where the next one's clock may begin, and its flicker."""

    frames: int
    end: int
    source: float
    result: float


@dataclass
class Pieces:
    """The folder of a run.

    Args:
        film: That is changed.
        folder: Where pieces lie.
        suffix: Of their container: what the output's can take over without loss.
    """

    film: Film
    folder: Path
    suffix: str

    def begin(self, identity: dict[str, Any], resume: bool) -> list[Piece]:
        """Open the folder, and say which pieces are there.

        Args:
            identity: All that a piece's content follows from.
            resume: Whether pieces of an earlier run are gone on from; else they are thrown away.

        Raises:
            EntaiError: The earlier run was another one.
        """
        note = self.folder / "run.json"
        text = json.dumps(identity, sort_keys=True)
        if self.folder.exists() and not resume:
            shutil.rmtree(self.folder)
        if note.exists() and note.read_text(encoding="utf-8") != text:
            raise EntaiError(f"{self.folder} holds a run of another input, model or setting; go on with the same, or leave "
                             "--resume out to begin anew")
        self.folder.mkdir(parents=True, exist_ok=True)
        write_text(note, text)
        return list(self._there())

    def _there(self) -> Iterator[Piece]:
        place = 0
        while self.path(place).exists() and self._note(place).exists():
            yield Piece(**json.loads(self._note(place).read_text(encoding="utf-8")))
            place += 1

    def path(self, place: int) -> Path:
        """Of a piece, counted from 0."""
        return self.folder / f"{place:05d}{self.suffix}"

    def _note(self, place: int) -> Path:
        return self.folder / f"{place:05d}.json"

    def keep(self, place: int, made: Path, piece: Piece) -> None:
        """A piece is done; its note comes last, so that half a piece is none."""
        made.replace(self.path(place))
        write_text(self._note(place), json.dumps(asdict(piece)))


def make_pieces(film: Film, folder: Path, suffix: str, change: Change, encode: Callable[[Image], Encoding], resume: bool,
                progress: Progress) -> Made:
    """Change every picture of a film and encode what comes of it.

    Args:
        film: Whose pictures.
        folder: Where pieces go, and may lie already.
        suffix: Of a piece.
        change: To the pictures, settled on the first of them.
        encode: Chooses the encoding by the first result.
        resume: Go on with pieces that are there.
        progress: Told after every frame.
    """
    room, pieces, shown = Darkroom(film), Pieces(film, folder, suffix), frames(film)
    opening = list(islice(shown, 1 + change.reach))
    if not opening:
        raise EntaiError(f"{film.path} holds no picture that can be decoded")
    stream = change.settled(room.developed(opening[0]))
    result = next(stream(map(room.developed, opening)))
    encoding = encode(result)
    done = pieces.begin(_identity(film, result, encoding), resume)
    count = sum(piece.frames for piece in done)
    results = _from(count, chain(opening, shown), room, stream, change.reach)
    while batch := list(islice(results, 1)):
        clock = done[-1].end if done else -(2**62)
        tell = partial(_tell, progress, count, max(1, film.frames))
        piece = _make(pieces, len(done), chain(batch, islice(results, LENGTH - 1)), room, encoding, clock, tell)
        done.append(piece)
        count += piece.frames
    return Made(pieces, done, has_alpha(encoding.pixel_format))


@dataclass(frozen=True)
class Shot:
    """A frame of the film, its picture, and what became of it."""

    frame: Any
    source: Image
    result: Image


def _from(place: int, shown: Iterator[Any], room: Darkroom, stream: Stream, reach: int) -> Iterator[Shot]:
    """Changed pictures from a place on; the change sees as many before it as it reaches to, so that none comes out other."""
    first = max(0, place - reach)
    waiting: deque[tuple[Any, Image]] = deque()

    def pictures() -> Iterator[Image]:
        for frame in islice(shown, first, None):
            waiting.append((frame, room.developed(frame)))
            yield waiting[-1][1]

    for count, result in enumerate(stream(pictures()), first):
        shot = Shot(*waiting.popleft(), result)
        if count >= place:
            yield shot


@dataclass(frozen=True)
class Made:
    """All pieces of a film, what is known of each, and whether its pictures have alpha."""

    pieces: Pieces
    done: list[Piece]
    alpha: bool


def _tell(progress: Progress, before: int, total: int, inside: int) -> None:
    progress(before + inside, max(total, before + inside))


def _identity(film: Film, result: Image, encoding: Encoding) -> dict[str, Any]:
    """The first result stands for task, model, options and version: whatever changes them changes it."""
    status = film.path.stat()
    pixels = hashlib.sha256(result.quantised(16).tobytes()).hexdigest()
    return {"source": [film.path.name, status.st_size, status.st_mtime_ns], "first": pixels, "encoding": asdict(encoding),
            "length": LENGTH}


def _make(pieces: Pieces, place: int, shots: Iterator[Shot], room: Darkroom, encoding: Encoding, clock: int,
          progress: Callable[[int], None]) -> Piece:
    """Encode one piece, whole or not at all."""
    made, flicker, count = pieces.folder / f"part{pieces.suffix}", Flicker(), 0
    size = (0, 0)
    with av.open(str(made), "w") as container:
        stream = None
        for shot in shots:
            ready = room.exposed(shot.result, encoding.pixel_format)
            if stream is None:
                size = ready.width, ready.height
                stream = encoding.stream(container, pieces.film, *size, _aspect(shot.frame, ready))
            elif size != (ready.width, ready.height):
                raise EntaiError(f"{pieces.film.path.name} changes its size from {size[0]} x {size[1]} to "
                                 f"{ready.width} x {ready.height} on the way")
            clock = _clocked(ready, shot.frame, pieces.film, clock)
            container.mux(stream.encode(ready))
            flicker.see(shot.source, shot.result)
            count += 1
            progress(count)
        if stream is not None:
            container.mux(stream.encode(None))
    piece = Piece(count, clock, flicker.source, flicker.result)
    pieces.keep(place, made, piece)
    return piece


def _aspect(frame: Any, ready: Any) -> Any:
    """The shape of a pixel, where the film's pixels are not square."""
    return getattr(frame, "sample_aspect_ratio", None) if frame.width == ready.width else None


def _clocked(ready: Any, frame: Any, film: Film, before: int) -> int:
    """Give a frame its source's time, which must be later than that of the one before."""
    step = round(1 / (float(film.rate or 25) * float(film.time_base)))
    pts = frame.pts if frame.pts is not None else before + step if before >= 0 else 0
    ready.pts, ready.time_base = max(pts, before + 1), film.time_base
    return int(ready.pts)
