"""The recipe `flow`: pictures out of noise, learnt by flow matching from crops of photographs.

What is learnt is `path.py`, what learns `unet.py`, what it is shown `crops.py`, and how pictures are made `generator.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from entai import EntaiError, KerasRecipe, Split, State, TrainConfig
from entai.data import Dataset
from entai.spec import setting
from entai_image.generation.crops import FOLDED, Crops
from entai_image.generation.generator import FlowGenerator
from entai_image.pictures import Pictures

if TYPE_CHECKING:
    import keras

LEVELS = 3
MULTIPLE = FOLDED * 2 ** (LEVELS - 1)
"""What the sides of pictures are multiples of, so that every level halves evenly."""


@dataclass(frozen=True)
class Flow(KerasRecipe[Pictures, FlowGenerator]):
    """Settings of flow."""

    side: int = setting(32, f"of a picture, pixels: a multiple of {MULTIPLE}", MULTIPLE, 128)
    near: int = setting(64, "pixels of the shorter side of the most reduced pictures that crops are cut from", 16, 4096)
    far: int = setting(160, "the same, of the least reduced", 16, 4096)
    width: int = setting(48, "channels inside; half as many again at half the size, twice as many at a quarter", 4, 256)
    blocks: int = setting(1, "at each size, on the way down and on the way up", 1, 8)

    train: ClassVar[TrainConfig] = TrainConfig(
        epochs=10, steps_per_epoch=400, batch_size=48, learning_rate=1.5e-3, schedule="cosine", warmup_steps=200, ema=0.998,
        clip_norm=1.0, precision="mixed_bfloat16", checkpoint_seconds=30)
    half: ClassVar[bool] = True

    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """Noisy pictures and times to velocities."""
        from entai_image.generation.unet import unet

        return unet(3 * FOLDED**2, (self.width, self.width * 3 // 2, self.width * 2), self.blocks)

    def loss(self) -> Callable[[Any, Any], Any] | str:
        """The mean squared error: its best answer is the mean of all velocities through a point."""
        return "mean_squared_error"

    def examples(self, split: Split[Pictures]) -> tuple[Dataset, Dataset | None]:
        """Crops of the training pictures, and of the validation pictures."""
        if self.side % MULTIPLE:
            raise EntaiError(f"side must be a multiple of {MULTIPLE}, not {self.side}")
        if not self.side <= self.near <= self.far:
            raise EntaiError(f"near must lie between side and far, and it is {self.near} with {self.side} and {self.far}")
        if split.train is split.valid:
            raise EntaiError(f"{split.train.name} holds {len(split.train)} pictures; to learn and hold some out takes ten")
        return self.crops(split.train), self.crops(split.valid)

    def crops(self, part: Pictures, each: int = 64) -> Crops:
        """Crops of some pictures, as many of each."""
        return Crops(part.targets, self.side, self.near, self.far, each)

    def restore(self, state: State) -> FlowGenerator:
        """The network, with what the task must know of it."""
        return FlowGenerator(self.network(state), self.side, MULTIPLE, self.crops)
