"""A text-to-image model of keras-hub as a `Generator`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from entai import EntaiError
from entai.training.run import Progress, silent
from entai_image.generation.generator import Wish
from entai_image.generation.seams import Floats


class HubGenerator:
    """Serves a preset.

    Args:
        open: Makes the `keras_hub.models.TextToImage` for pictures of `(height, width)`; None: of the preset's own size.
        height, width: The preset's own size, pixels; 0 where it does not say.
    """

    def __init__(self, open: Callable[[tuple[int, int] | None], Any], height: int, width: int) -> None:
        self._open, self._own = open, (height, width)
        self._opened: dict[tuple[int, int] | None, Any] = {None: open(None)}
        self._steps: int | None = None

    def pictures(self, wish: Wish, progress: Progress = silent) -> list[Floats]:
        """See `Generator`.

        Raises:
            EntaiError: There are no words, or there is an example, or the model can't make pictures of that size.
        """
        if wish.example is not None:
            raise EntaiError("this model makes pictures from words; it takes no example picture")
        if not (wish.prompt or "").strip():
            raise EntaiError("this model makes pictures from words: say what is to be seen, with --set prompt='...'")
        network = self._sized(wish)
        given = {name: value for name, value in (("num_steps", wish.steps), ("guidance_scale", wish.guidance))
                 if value is not None}
        made = []
        for place, seed in enumerate(wish.seeds):
            progress(place, len(wish.seeds), "drawing")
            picture = np.asarray(network.generate(wish.prompt, seed=seed, **given), np.float32)
            made.append(picture / np.float32(255))
        progress(len(wish.seeds), len(wish.seeds), "drawing")
        return made

    def _sized(self, wish: Wish) -> Any:
        """The network for the wished size and steps."""
        size = (wish.height or self._own[0], wish.width or self._own[1])
        key = None if size == self._own else size
        if key not in self._opened:
            self._opened = {key: self._open(key)}
        elif self._steps != wish.steps:
            self._opened[key].compile()  # keras-hub 0.32 keeps the steps of its first call in the compiled graph
        self._steps = wish.steps
        return self._opened[key]
