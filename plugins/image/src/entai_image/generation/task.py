"""The task image-generation: textures of any size from an example, pictures from nothing or from words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from entai import EntaiError, Evaluation, Exhibit, Explanation, Image, Split, Task
from entai.spec import Options
from entai.task import Part
from entai_image.generation import parts, reasons, textures
from entai_image.generation.generator import FlowGenerator, Generator, Wish
from entai_image.generation.grid import grid
from entai_image.generation.seams import Floats
from entai_image.pictures import Pictures

MEGAPIXELS = 25
"""Of all pictures of a grid together."""


class ImageGeneration(Task[Image, Image | None, Image, Pictures]):
    """Makes pictures: without a model a texture from an example, with one what it learnt."""

    Model: ClassVar[type] = Generator | None  # type: ignore[assignment]
    model: Generator | None

    @classmethod
    def load(cls, model: str | None = None) -> ImageGeneration:
        """The task with a shipped model, a bundle or `preset:FOLDER`; or without one: then it grows textures."""
        import entai

        return entai.load("image-generation", model)  # type: ignore[return-value]

    def predict(self, chunks: Iterable[Image | None], options: Options) -> Iterator[Image]:
        """Make as many pictures as asked for, and lay them out as a grid."""
        for example in chunks:
            _within(options)
            made = grid(self._made(example, options))
            yield Image.of(made) if example is None else replace(example.like(made), alpha=None)

    def _made(self, example: Image | None, options: Options) -> list[Floats]:
        seeds = tuple(range(options["seed"], options["seed"] + options["count"]))
        if self.model is None:
            return textures.grown(example, options, seeds, self.progress)
        asked = {name: options[name] for name in ("height", "width", "steps", "prompt", "guidance", "strength")}
        pixels = None if example is None else np.clip(example.rgb, 0, 1)
        return self.model.pictures(Wish(seeds, example=pixels, **asked), self.progress)

    def explain(self, value: Image | None, options: Options) -> Explanation:
        """How a texture, or a picture, comes about."""
        return reasons.explanation(self, value, options)

    @classmethod
    def split(cls, data: Pictures, seed: int) -> Split[Pictures]:
        """By picture; textures are not learnt, and hold out half of each."""
        return parts.split(data, seed)

    def measure(self, split: Split[Pictures], part: Part) -> Evaluation:
        """How far what is made is from what was held out, beside Gaussian textures and real pictures."""
        from entai_image.generation import judge, measure

        if self.model is None:
            return measure.evaluation(parts.whole(split), lambda half, seed: self(half, width=192, height=192, seed=seed))
        if not isinstance(self.model, FlowGenerator):
            raise EntaiError("only models trained here are measured: it takes pictures of the kind they learnt from")
        held = split.test if part == "test" and split.test is not None else split.valid
        return judge.evaluation(self.model, split.train, held)

    @classmethod
    def synthetic(cls, seed: int) -> Pictures:
        """Made-up materials: pebbles, planks and cells."""
        from entai_image.generation.materials import materials

        made = [Image.of(material[:128, :128]) for number in range(4) for material in materials(4 * seed + number)]
        return replace(Pictures.of(made), name=f"made up from seed {seed}")

    @classmethod
    def example(cls, data: Pictures) -> tuple[Image | None, dict[str, Any]]:
        """A small piece of one of them."""
        return Image.of(data.targets[0][:48, :48]), {"width": 64, "height": 56, "patch": 16}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """Materials, grown, and pictures from nothing."""
        from entai_image.generation import demo

        return demo.exhibits()


def _within(options: Options) -> None:
    sides = [options[name] or textures.SIDE for name in ("width", "height")]
    pixels = sides[0] * sides[1] * options["count"]
    if pixels > MEGAPIXELS * 1_000_000:
        raise EntaiError(f"{options['count']} of {sides[0]} x {sides[1]} are {pixels / 1e6:.0f} megapixels, more than "
                         f"{MEGAPIXELS}; ask for less at once")
