"""What keying is measured on: pictures before a screen, with the cut-out that is right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Image, Media, Split, hold_out
from entai.media.media import Source
from entai_image.keying.composites import composite


@dataclass(frozen=True)
class Case:
    """One picture, and its figure: colours, with how much it covers as alpha."""

    name: str
    picture: Image
    figure: Image


@dataclass(frozen=True)
class Composites(Media):
    """Pictures before a screen: a folder with `input` and, under the same names, cut-outs in `target` (PNG with alpha)."""

    cases: tuple[Case, ...] = field(repr=False)
    name: str = "composites"
    made_up: bool = False
    """Whether they are made anew from a seed, so that a split need not share them out."""

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a folder."""
        if not isinstance(source, Path) or not (source / "input").is_dir() or not (source / "target").is_dir():
            raise EntaiError(f"{source} is no folder that holds input/ and target/")
        cases = tuple(_cases(source))
        if not cases:
            raise EntaiError(f"{source / 'input'} holds no pictures")
        return cls(cases, source.resolve().name)

    @classmethod
    def made(cls, seed: int, count: int, size: int = 256) -> Self:
        """Make some up, with exact alpha."""
        made = [composite(1_000_003 * seed + place, size) for place in range(count)]
        return cls(tuple(Case(str(place), Image.of(one.picture), Image.of(np.dstack([one.figure, one.alpha])))
                         for place, one in enumerate(made)), f"made up from seed {seed}", True)

    def keep(self, chosen: NDArray[np.bool_]) -> Composites:
        """Some of them."""
        return replace(self, cases=tuple(case for case, wanted in zip(self.cases, chosen, strict=True) if wanted))

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Composites are read, not written."""
        raise EntaiError("composites are a folder of pictures; write each picture")

    def to_html(self) -> str:
        """Some of them."""
        return "".join(case.picture.to_html() for case in self.cases[:6])

    def fingerprint(self) -> str:
        """A short hash of the pictures and what is right."""
        hashes = [(case.name, case.picture.fingerprint(), case.figure.fingerprint()) for case in self.cases]
        return hashlib.sha256(repr(hashes).encode()).hexdigest()[:16]


def split(data: Composites, seed: int) -> Split[Composites]:
    """Nothing is learnt, so that all pictures of a folder are for the test; of made-up ones a tenth."""
    if not data.made_up:
        return Split(data, data, data, "all are the test", data.fingerprint())
    train, valid, test = (data.keep(part) for part in hold_out(len(data.cases), seed))
    return Split(train, valid, test, "a tenth at random is the test", test.fingerprint())


def _cases(folder: Path) -> Iterator[Case]:
    for path in sorted((folder / "input").iterdir()):
        if path.suffix.lower() not in Image.suffixes:
            continue
        matches = [file for file in (folder / "target").iterdir() if file.stem == path.stem]
        if len(matches) != 1:
            raise EntaiError(f"{folder / 'target'} holds {len(matches)} files named {path.stem}, where one is needed")
        picture, figure = Image.read(path), Image.read(matches[0])
        if figure.alpha is None or figure.pixels.shape[:2] != picture.pixels.shape[:2]:
            raise EntaiError(f"{matches[0]} has no alpha, or another size than {path}")
        yield Case(path.stem, picture, figure)
