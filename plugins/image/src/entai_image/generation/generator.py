"""What makes pictures from nothing or from words: a trained flow, or a preset of another library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from entai import EntaiError
from entai.training.run import Progress, silent
from entai_image.enhancement.subpixels import fold, unfold
from entai_image.generation.crops import FOLDED, Crops
from entai_image.generation.path import Network, follow
from entai_image.generation.seams import Floats
from entai_image.pictures import Pictures

LARGEST = 1_000_000
"""Pixels of a picture: the network's work space is some 300 bytes for each."""


@dataclass(frozen=True)
class Wish:
    """What pictures are asked for.

    Args:
        seeds: One of each picture.
        height, width: Pixels; None leaves them to the model.
        steps: From noise to picture; None leaves them to the model.
        prompt: What is to be seen, for models of words.
        guidance: How closely the words are followed; None leaves it to the model.
        example: A picture to begin from, display values `(rows, columns, 3)`; its size is that of the results.
        strength: How much of the example is made anew, 0..1.
    """

    seeds: tuple[int, ...]
    height: int | None = None
    width: int | None = None
    steps: int | None = None
    prompt: str | None = None
    guidance: float | None = None
    example: Floats | None = None
    strength: float = 0.6


@runtime_checkable
class Generator(Protocol):
    """Makes pictures."""

    def pictures(self, wish: Wish, progress: Progress = silent) -> list[Floats]:
        """Display values `(height, width, 3)`, one of each seed."""


@dataclass(frozen=True)
class FlowGenerator:
    """Serves a flow that was trained here: NumPy goes along the path, LiteRT says where to.

    Args:
        network: Of folded pixels and times; see `path.Network`.
        side: Pixels of the pictures it learnt from.
        multiple: What sides are multiples of inside; what is too much is cut off.
        crops: From pictures to what is learnt from and measured on, with the number of each.
    """

    network: Network
    side: int
    multiple: int
    crops: Callable[[Pictures, int], Crops]
    steps: int = 20

    def pictures(self, wish: Wish, progress: Progress = silent) -> list[Floats]:
        """See `Generator`; each picture is made by itself, so that it is the same alone and in a grid.

        Raises:
            EntaiError: Words are given, which it never learnt, or the picture is too large.
        """
        if wish.prompt is not None or wish.guidance is not None:
            raise EntaiError("this model was not taught any words: prompt and guidance are for presets of models that were")
        steps = wish.steps or self.steps
        made = []
        for place, seed in enumerate(wish.seeds):
            def tell(done: int, before: int = place * steps) -> None:
                progress(before + done, len(wish.seeds) * steps, "drawing")

            made.append(self._picture(wish, seed, steps, tell))
        return made

    def _picture(self, wish: Wish, seed: int, steps: int, tell: Callable[[int], None]) -> Floats:
        height, width = wish.height or self.side, wish.width or self.side
        if wish.example is not None:
            height, width = wish.example.shape[:2]
        if height * width > LARGEST:
            raise EntaiError(f"{width} x {height} are {height * width / 1e6:.1f} megapixels, and this model makes "
                             f"{LARGEST / 1e6:g} at most")
        rows, columns = (-(-length // self.multiple) * self.multiple for length in (height, width))
        start = np.random.default_rng([33, seed]).normal(size=(rows, columns, 3)).astype(np.float32)
        begin = 0.0
        if wish.example is not None:
            begin = 1 - wish.strength
            missing = ((0, rows - height), (0, columns - width), (0, 0))
            start = np.float32(1 - begin) * start + np.float32(begin) * (2 * np.pad(wish.example, missing, mode="edge") - 1)
        reached = unfold(follow(self.network, fold(start[None], FOLDED), steps, begin, tell)[0], FOLDED)
        return np.clip((reached[:height, :width] + 1) / 2, 0, 1)
