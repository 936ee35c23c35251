"""The task image-enhancement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

import numpy as np

from entai import Evaluation, Exhibit, Explanation, Image, Split, Task
from entai.spec import Options
from entai.task import Part
from entai_image import pictures
from entai_image.enhancement import auto, reasons, scores
from entai_image.enhancement.pieces import Piece, assembled
from entai_image.enhancement.restorer import Restorer
from entai_image.pictures import Pictures

Chunk: TypeAlias = Piece | Image


class ImageEnhancement(Task[Image, Chunk, Image, Pictures]):
    """Repairs a picture, or each frame of an animation, in tiles."""

    Model: ClassVar[type] = Restorer | None  # type: ignore[assignment]

    @classmethod
    def load(cls, model: str | None = None) -> ImageEnhancement:
        """The task with a shipped model, or without one: then it looks and chooses."""
        import entai

        return entai.load("image-enhancement", model)  # type: ignore[return-value]

    def chunks(self, value: Image | None, options: Options) -> Iterator[Chunk]:
        """Tiles of every frame, or whole frames where no model was named."""
        assert value is not None
        for number, frame in enumerate(value.frames()):
            if self.model is None:
                yield frame
                continue
            restorer = self.model.of(frame.rgb).with_ensemble(options["ensemble"])
            for tile in restorer.tiles(restorer.padded(frame.rgb)):
                yield Piece(number, restorer, tile, tile.pixels)

    def predict(self, chunks: Iterable[Chunk], options: Options) -> Iterator[Chunk]:
        """Repair tile by tile, or frame by frame with what the first one needs."""
        strength = np.float32(options["strength"])
        chosen: auto.Choice | None = None
        for chunk in chunks:
            if isinstance(chunk, Image):
                chosen = chosen or auto.choose(chunk)
                yield auto.repaired(chunk, chosen, options)
            else:
                plain = chunk.restorer.plain(chunk.pixels)
                better = chunk.restorer.run(chunk.pixels) if strength else plain
                yield replace(chunk, pixels=plain + strength * (better - plain))

    def join(self, chunks: Iterable[Chunk], value: Image | None, options: Options) -> Image:
        """The picture, with all that it carried."""
        assert value is not None
        if self.model is None:
            return value.with_frames(chunk for chunk in chunks if isinstance(chunk, Image))
        pieces = (chunk for chunk in chunks if isinstance(chunk, Piece))
        return value.with_frames(assembled(pieces, value.frames(), self.model.scale))

    def settled(self, first: Image, options: Options) -> tuple[ImageEnhancement, Options]:
        """For a film: what its first frame needs, for all of them; where that is nothing, none is changed."""
        if self.model is not None:
            return self, options
        choice = auto.choose(first, film=True)
        if choice.model:
            return ImageEnhancement.load(choice.model), options
        return self, dict(options) | {"strength": 0.0}

    def explain(self, value: Image | None, options: Options) -> Explanation:
        """What was found, before and after with a slider, what changed, and the histograms."""
        assert value is not None
        return reasons.of_repair(value, self(value, **options), self.model)

    @classmethod
    def split(cls, data: Pictures, seed: int) -> Split[Pictures]:
        """By picture."""
        return pictures.split(data, seed)

    def measure(self, split: Split[Pictures], part: Part) -> Evaluation:
        """Distance from the clean pictures, of the repaired ones and of what they were made from."""
        held = split.test if part == "test" and split.test is not None else split.valid
        return scores.measure(self, held)

    @classmethod
    def synthetic(cls, seed: int) -> Pictures:
        """Made-up pictures: shapes, slopes and textures."""
        from entai_image.enhancement.made_up import pictures as made_up

        return made_up(seed)

    @classmethod
    def example(cls, data: Pictures) -> tuple[Image, dict[str, Any]]:
        """The first picture."""
        return Image.of(data.targets[0]), {}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """Real photographs, repaired."""
        from entai_image.enhancement.demo import exhibits

        return exhibits()
