"""Why a picture looks as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from entai import Explanation, Image
from entai.spec import Options

if TYPE_CHECKING:
    from entai_image.generation.task import ImageGeneration

TEXTURE = ("The texture is laid piece by piece: of the pieces of the example that fit what lies there already, one is "
           "drawn, and cut along the line where the two differ least. A later step does it again with smaller pieces.")
PICTURE = ("The seed is a picture of noise, and the model says of any noisy picture which way pictures lie from it. "
           "Followed in one step it leads to the mean of all that could come of this noise, which is blurred. Here the same "
           "noise is followed in {steps} steps: the more, the more is decided.")
STEPS = (1, 2, 4, 8, 16)


def explanation(task: ImageGeneration, value: Image | None, options: Options) -> Explanation:
    """How an example becomes a texture, or noise a picture."""
    one = dict(options) | {"count": 1}
    if task.model is None:
        grown = task(value, **one)
        return Explanation(f"A texture from {grown.name if value is None else value.name}", TEXTURE,
                           values=(grown,) if value is None else (value, grown))
    stages = [task(value, **(one | {"steps": steps})) for steps in STEPS]
    words = PICTURE.format(steps=", ".join(map(str, STEPS[:-1])) + f" and {STEPS[-1]}")
    return Explanation(f"A picture from seed {one['seed']}", words, values=tuple(stages))
