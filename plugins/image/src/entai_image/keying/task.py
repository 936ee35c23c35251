"""The task image-keying."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from entai import EntaiWarning, Evaluation, Exhibit, Explanation, Image, Split, Task
from entai.spec import Options
from entai.task import Part
from entai_image.keying import asked
from entai_image.keying.compose import covering, mixed
from entai_image.keying.data import Composites, split
from entai_image.keying.keyer import Cutout, cut_out, find_light
from entai_image.keying.light import Plane
from entai_image.keying.refine import refined, within_reach
from entai_image.keying.screen import Key, find_key, hexadecimal

MOSTLY = 0.995
_LIGHTS = {"auto": None, "linear": True, "display": False}


class Keying(Task[Image, Image, Image, Composites]):
    """Cuts a figure out of a picture taken before a screen of one colour, or puts it before another background."""

    @classmethod
    def load(cls) -> Keying:
        """The keyer, ready to be called."""
        import entai

        return entai.load("image-keying")  # type: ignore[return-value]

    def settled(self, first: Image, options: Options) -> tuple[Keying, Options]:
        """For a film: one key colour and one sort of light, found on its first frame, so that nothing flickers."""
        rows, columns = asked.box(options["box"], first.height, first.width)
        picture = _display(first)[rows, columns]
        key = find_key(picture, asked.colour(options["key"]))
        light = options["light"] if options["light"] != "auto" else "linear" if find_light(picture, key) else "display"
        return self, dict(options) | {"key": hexadecimal(key.colour), "light": light}

    def predict(self, chunks: Iterable[Image], options: Options) -> Iterator[Image]:
        """Key every picture."""
        for image in chunks:
            yield image.map(lambda frame: _keyed(frame, options))

    def explain(self, value: Image | None, options: Options) -> Explanation:
        """The key that was found, the screen behind the figure, and the matte."""
        assert value is not None
        key, cut = _cut(value, options)
        text = (f"The screen is about {hexadecimal(key.colour)}, and fills {key.share:.0%} of the picture. Edges were taken "
                f"as mixed in {'linear light' if cut.linear else 'display values'}. Below: the screen as it would look "
                "without the figure, how much the figure covers of each pixel (white: all), and the figure's own colours.")
        parts = (Image.of(np.clip(cut.screen, 0, 1)), Image.of(cut.alpha), Image.of(cut.figure))
        return Explanation(f"Keying {value.name}", text, values=parts)

    @classmethod
    def split(cls, data: Composites, seed: int) -> Split[Composites]:
        """Nothing is learnt: what is there is for the test."""
        return split(data, seed)

    def measure(self, split: Split[Composites], part: Part) -> Evaluation:
        """The error of alpha, and of the figure before other backgrounds."""
        from entai_image.keying.measure import evaluation

        held = split.test if part == "test" and split.test is not None else split.valid
        return evaluation(held, lambda image: self(image))

    @classmethod
    def synthetic(cls, seed: int) -> Composites:
        """Figures with hair, blur and glass before unevenly lit screens."""
        return Composites.made(seed, 12, 160)

    @classmethod
    def example(cls, data: Composites) -> tuple[Image | None, dict[str, Any]]:
        """One of them."""
        return data.cases[0].picture, {}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """A composite, keyed and put before another background."""
        from entai_image.keying import demo

        return demo.exhibits()


def _keyed(image: Image, options: Options) -> Image:
    _, cut = _cut(image, options)
    if cut.alpha.mean() < 1 - MOSTLY:
        warnings.warn(f"{image.name} is all screen: there is hardly anything before it", EntaiWarning, stacklevel=2)
    if options["background"] is None:
        return replace(image.like(cut.figure), alpha=cut.alpha)
    behind = covering(_display(_background(options, image)), image.height, image.width)
    return replace(image.like(mixed(cut.figure, behind, cut.alpha, cut.linear)), alpha=None)


def _background(options: Options, image: Image) -> Image:
    behind = Image.accept(options["background"])
    if abs(behind.width * image.height - behind.height * image.width) > 0.02 * behind.width * image.height:
        warnings.warn(f"{behind.name} is {behind.width} x {behind.height}, and the picture {image.width} x {image.height}: "
                      "it is scaled to cover it, and its overhang is cut off", EntaiWarning, stacklevel=2)
    return behind


def _cut(image: Image, options: Options) -> tuple[Key, Cutout]:
    """The key, and the cut-out of the whole picture; outside the box there is nothing of it."""
    if options["refine"]:
        within_reach(image.height * image.width)
    picture = _display(image)
    place = asked.box(options["box"], image.height, image.width)
    inside = np.ascontiguousarray(picture[place])
    key = find_key(inside, asked.colour(options["key"]))
    cut = cut_out(inside, key, _LIGHTS[options["light"]], options["despill"])
    alpha, figure, screen = np.zeros(picture.shape[:2], np.float32), picture.copy(), picture.copy()
    alpha[place], figure[place], screen[place] = _refined(inside, cut.alpha, options), cut.figure, cut.screen
    if image.alpha is not None:
        alpha = alpha * image.alpha
    return key, Cutout(alpha, figure, cut.linear, screen)


def _refined(picture: Plane, alpha: Plane, options: Mapping[str, Any]) -> Plane:
    return refined(picture, alpha) if options["refine"] else alpha


def _display(image: Image) -> Plane:
    return np.clip(image.rgb, 0, 1)
