"""The task image-inpainting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar

import numpy as np

from entai import Evaluation, Exhibit, Explanation, Image, Split, Task
from entai.media.amid import Amid, windows
from entai.media.picture.compared import Compared
from entai.spec import Options
from entai.task import Part
from entai_image import pictures
from entai_image.inpainting import scores
from entai_image.inpainting.filling import filled
from entai_image.inpainting.film import Surrounded, found, mended, surrounded
from entai_image.inpainting.finder import Finder, shipped
from entai_image.inpainting.holes import Mask, named, whole
from entai_image.pictures import Pictures


class ImageInpainting(Task[Image, Any, Image, Pictures]):
    """Fills holes: scratches, stamps, objects. What is not in the hole stays as it is to the last bit."""

    Model: ClassVar[type] = Finder | None  # type: ignore[assignment]

    @classmethod
    def load(cls) -> ImageInpainting:
        """The task, ready to be called."""
        import entai

        return entai.load("image-inpainting")  # type: ignore[return-value]

    def reach(self, options: Options) -> int:
        """Where scratches are to be found, a frame before and one behind: what is worn there is whole in one of them."""
        return 1 if options["find"] else 0

    def amid(self, values: Amid[Image], options: Options) -> Image:
        """A film's frame amid its neighbours."""
        return next(self.predict((values,), options))

    def settled(self, first: Image, options: Options) -> tuple[ImageInpainting, Options]:
        """For a film: the finder is loaded once."""
        return type(self)(self.spec, self._finder(options)), options

    def chunks(self, value: Image | None, options: Options) -> Iterator[Amid[Image]]:
        """Frame by frame, each amid its neighbours."""
        assert value is not None
        yield from windows(value.frames(), self.reach(options))

    def predict(self, chunks: Iterable[Amid[Image]], options: Options) -> Iterator[Image]:
        """Fill the hole in every frame; by colour and by search it is another one in each."""
        finder = self._finder(options)
        for window in chunks:
            frame, hole = self._looked_at(window, options, finder)
            yield mended(frame, hole, partial(filled, method=options["method"]))

    def join(self, chunks: Iterable[Image], value: Image | None, options: Options) -> Image:
        """The picture, with all that it carried."""
        assert value is not None
        return value.with_frames(chunks)

    def _finder(self, options: Options) -> Finder | None:
        return shipped() if options["find"] and self.model is None else self.model

    @staticmethod
    def _looked_at(window: Amid[Image], options: Options, finder: Finder | None) -> tuple[Surrounded, Mask]:
        """A frame amid its neighbours, and its hole."""
        mine = named(window.value, options)

        def worn(picture: Image) -> Mask:
            hole = mine if picture is window.value else named(picture, options)
            return hole | finder(picture) if finder is not None and options["find"] else hole

        frame = surrounded(window, worn)
        searched = found(frame) if options["find"] else None
        return frame, whole(frame.here, mine, searched, options["grow"])

    def explain(self, value: Image | None, options: Options) -> Explanation:
        """Where the hole is, and the picture before and after."""
        assert value is not None
        frame, hole = self._looked_at(Amid(next(value.frames())), options, self._finder(options))
        marked = np.where(hole[..., None], np.array([1, 0, 0.5], np.float32), frame.here.rgb)
        text = (f"{hole.mean():.1%} of {value.name} is the hole, in red. It is filled from its rim alone, by a membrane and "
                "a thin plate: broad holes come out smooth.")
        after = filled(frame.here, hole, options["method"])
        return Explanation("What was filled", text, values=(frame.here.like(marked), Compared(frame.here, after)))

    @classmethod
    def split(cls, data: Pictures, seed: int) -> Split[Pictures]:
        """By picture."""
        return pictures.split(data, seed)

    def measure(self, split: Split[Pictures], part: Part) -> Evaluation:
        """How well holes are filled; of a model, how well it finds scratches."""
        held = split.test if part == "test" and split.test is not None else split.valid
        return scores.of_filling(held) if self.model is None else scores.of_finding(self.model, held)

    @classmethod
    def synthetic(cls, seed: int) -> Pictures:
        """Made-up pictures."""
        from entai_image.enhancement.made_up import pictures as made_up

        return made_up(seed)

    @classmethod
    def example(cls, data: Pictures) -> tuple[Image, dict[str, Any]]:
        """The first picture, with a box in its middle."""
        return Image.of(data.targets[0]), {"box": "40,40,16,16"}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """An old photograph with scratches, and a sign that is taken away."""
        from entai_image.inpainting.demo import exhibits

        return exhibits()
