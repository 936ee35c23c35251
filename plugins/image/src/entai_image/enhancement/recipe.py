"""How restorers are built and trained: one family, told apart by what a picture has gone through."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from entai import EntaiError, KerasRecipe, Split, State, TrainConfig
from entai.data import Dataset
from entai.spec import setting
from entai_image.degrade import Degradation
from entai_image.enhancement.patches import Patches
from entai_image.enhancement.restorer import Restorer
from entai_image.pictures import Pictures

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Restoring(KerasRecipe[Pictures, Restorer]):
    """Settings that all restorers share."""

    width: int = setting(32, "channels inside", 4, 256)
    pairs: int = setting(6, "residual pairs", 1, 64)
    patch: int = setting(80, "side of a patch in pixels of the result", 16, 1024)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=24, steps_per_epoch=250, batch_size=12, learning_rate=1.5e-3, schedule="cosine", warmup_steps=100, ema=0.99,
        precision="mixed_bfloat16", checkpoint_seconds=30)
    half: ClassVar[bool] = True
    scale: ClassVar[int] = 1
    folded: ClassVar[int] = 2
    grid: ClassVar[int] = 1
    grey: ClassVar[float] = 0.15
    repairs: ClassVar[str] = ""
    ensemble: ClassVar[int] = 1

    @abstractmethod
    def degradation(self) -> Degradation:
        """What it learns to undo."""

    @abstractmethod
    def trial(self) -> Degradation:
        """What it is measured on."""

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Folded pixels to folded pixels."""
        from entai_image.enhancement.network import network

        return network(3 * self.folded**2, self.scale**2, self.width, self.pairs)

    def loss(self) -> Callable[[Any, Any], Any]:
        """Charbonnier's, a smooth mean absolute error."""
        from entai_image.enhancement.loss import charbonnier

        loss: Callable[[Any, Any], Any] = charbonnier
        return loss

    def examples(self, split: Split[Pictures]) -> tuple[Dataset, Dataset | None]:
        """Patches of the training pictures, and four of each validation picture."""
        if self.patch % (self.folded * self.scale):
            raise EntaiError(f"patch must be a multiple of {self.folded * self.scale}, not {self.patch}")
        return self._patches(split.train, 16), self._patches(split.valid, 4)

    def _patches(self, part: Pictures, each: int) -> Dataset:
        return Patches(part.targets, self.degradation(), self.patch, self.scale, self.folded, each, self.grid, self.grey)

    def restore(self, state: State) -> Restorer:
        """The network with what the task must know of it."""
        radius = 2 * self.pairs + 2  # each convolution sees one pixel further
        return Restorer(self.network(state), radius, self.folded, self.scale, self.trial(), self.repairs,
                        ensemble=self.ensemble)
