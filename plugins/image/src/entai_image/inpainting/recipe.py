"""How a finder of scratches is built and trained, on photographs that are scratched on the fly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from entai import EntaiError, KerasRecipe, Split, State, TrainConfig
from entai.data import Dataset
from entai.spec import setting
from entai_image.inpainting.finder import RADIUS, Finder
from entai_image.inpainting.scratched import Scratched
from entai_image.pictures import Pictures

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Scratches(KerasRecipe[Pictures, Finder]):
    """Settings of scratches."""

    width: int = setting(24, "channels inside", 4, 256)
    patch: int = setting(160, "side of a patch in pixels, even", 16, 1024)
    variety: float = setting(0.5, "share of patches with hairs, lines and soft marks beside plain scratches", 0, 1)
    threshold: float = setting(0.7, "how likely a pixel of a scratch is at least", 0, 1)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=32, steps_per_epoch=250, batch_size=4, learning_rate=1.5e-3, schedule="cosine", warmup_steps=100,
        precision="mixed_bfloat16", checkpoint_seconds=30)
    half: ClassVar[bool] = True

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Folded pixels to folded logits."""
        from entai_image.inpainting.network import network

        return network(self.width)

    def loss(self) -> Callable[[Any, Any], Any]:
        """Cross-entropy and overlap."""
        from entai_image.inpainting.overlap import entropy_and_overlap

        loss: Callable[[Any, Any], Any] = entropy_and_overlap
        return loss

    def examples(self, split: Split[Pictures]) -> tuple[Dataset, Dataset | None]:
        """Patches of the training pictures, and four of each validation picture."""
        if self.patch % 2:
            raise EntaiError(f"patch must be even, not {self.patch}")
        parts = ((split.train, 16), (split.valid, 4))
        train, valid = (Scratched(part.targets, self.patch, self.variety, each) for part, each in parts)
        return train, valid

    def restore(self, state: State) -> Finder:
        """The network, and what the task must know of it."""
        return Finder(self.network(state), RADIUS, self.threshold)
