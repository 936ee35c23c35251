"""The recipes: what each restorer has to undo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from entai import Run, Split, State, TrainConfig
from entai.spec import setting
from entai_image.degrade import Degradation, as_it_is, chain, eight_bits, either, gaussian_noise, jpeg, shrink
from entai_image.enhancement.enlarge import begin_from
from entai_image.enhancement.recipe import Restoring
from entai_image.pictures import Pictures


@dataclass(frozen=True)
class Denoise(Restoring):
    """Settings of denoise: noise of any strength to 55 grey levels, as files have it (clipped) and as papers do (not)."""

    repairs: ClassVar[str] = "noise"

    def degradation(self) -> Degradation:
        """White noise; half of it as strong as a photograph's usually is."""
        noise = gaussian_noise(0, 55, 15, 35)
        return chain(noise, either(eight_bits, as_it_is))

    def trial(self) -> Degradation:
        """Noise of 25 grey levels, in 8 bits."""
        return chain(gaussian_noise(25, 25), eight_bits)


@dataclass(frozen=True)
class Deblock(Restoring):
    """Settings of deblock: JPEG of any quality."""

    patch: int = setting(80, "side of a patch in pixels", 16, 1024)
    grid: ClassVar[int] = 8
    grey: ClassVar[float] = 0.4
    repairs: ClassVar[str] = "the blocks of JPEG"

    def degradation(self) -> Degradation:
        """JPEG, mostly of low quality."""
        return either(jpeg(5, 25), jpeg(5, 80))

    def trial(self) -> Degradation:
        """JPEG of quality 10."""
        return jpeg(10, 10)


@dataclass(frozen=True)
class UpscaleX2(Restoring):
    """Settings of upscale-x2: twice as wide and high."""

    patch: int = setting(96, "side of a patch in pixels of the result", 16, 1024)
    scale: ClassVar[int] = 2
    folded: ClassVar[int] = 1
    repairs: ClassVar[str] = "small size"
    ensemble: ClassVar[int] = 2

    def degradation(self) -> Degradation:
        """MATLAB's bicubic."""
        return shrink(self.scale)

    def trial(self) -> Degradation:
        """The same."""
        return shrink(self.scale)

    def fit(self, split: Split[Pictures], run: Run) -> State:
        """Train; gone on from an upscaler of another factor, its last layer is spread."""
        if run.start is not None:
            run = replace(run, start=begin_from(run.start, self.scale))
        return super().fit(split, run)


@dataclass(frozen=True)
class UpscaleX4(UpscaleX2):
    """Settings of upscale-x4: four times as wide and high."""

    patch: int = setting(160, "side of a patch in pixels of the result", 16, 1024)
    train: ClassVar[TrainConfig] = replace(Restoring.train, epochs=16)
    scale: ClassVar[int] = 4


