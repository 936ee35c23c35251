"""A recipe: a frozen dataclass whose fields are its settings, and which can fit a model and restore it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from entai.errors import EntaiError
from entai.spec import options_of, resolve
from entai.state import Array, State

if TYPE_CHECKING:
    import keras

    from entai.data.dataset import Dataset
    from entai.runtime import Network
    from entai.task import Split
    from entai.training.config import TrainConfig
    from entai.training.run import Run

Data = TypeVar("Data", bound=Any)
Model = TypeVar("Model")


class Recipe(ABC, Generic[Data, Model]):
    """How to build and train a model. Subclasses are frozen dataclasses with a default for every field."""

    formats: ClassVar[tuple[str, ...]] = ()
    """Names of the forms, other than a bundle, that `export` writes (`entai export BUNDLE --format NAME`)."""

    @classmethod
    def configure(cls, given: Mapping[str, Any]) -> Any:
        """Make the recipe from settings by name; each is checked against its field's type and bounds."""
        return cls(**resolve(options_of(cls), given, f"the recipe {cls.__name__}"))

    def config(self) -> dict[str, Any]:
        """The settings as JSON values, enough for `configure` to make an equal recipe."""
        return asdict(self)  # type: ignore[call-overload,no-any-return]

    @abstractmethod
    def fit(self, split: Split[Data], run: Run) -> State:
        """Learn from `split.train`, choose on `split.valid`; `split.test` is None here."""

    @abstractmethod
    def restore(self, state: State) -> Model:
        """Make the model that the task predicts with, from what `fit` returned or a bundle kept."""

    def export(self, state: State, form: str, out: Path) -> None:
        """Write a model in another form, one of `formats`, as a file or a folder `out`, which is not there yet."""
        raise NotImplementedError

    @classmethod
    def from_preset(cls, folder: Path) -> State:
        """A preset as what `Run.start` is to `fit`; only what `TaskSpec.preset_recipe` names need override it.

        Args:
            folder: The user's folder, or one of `TaskSpec.known_presets`.
        """
        raise EntaiError(f"the recipe {cls.__name__} does not go on from a preset")

    @classmethod
    def synthetic_start(cls, seed: int) -> State | None:
        """A small made-up model to go on from, for checks of a recipe that can't begin by itself; else None.

        Raises:
            EntaiError: It can't be made here, as an optional library is not installed.
        """
        return None


class KerasRecipe(Recipe[Data, Model]):
    """A recipe that only says what its network, its loss and its examples are; the core trains and serves it.

    Model code is `keras` and `keras.ops`, so that it trains on TensorFlow, JAX and PyTorch alike.
    """

    train: ClassVar[TrainConfig]
    """The Trainer's settings for this recipe; a user changes them with `--set train.NAME=VALUE`."""
    program: ClassVar[bool] = True
    """Whether the trained network is also written as a LiteRT program; off where `restore` serves it with NumPy."""
    half: ClassVar[bool] = False
    """Whether a bundle keeps the weights in float16. What its report says is measured after the rounding."""

    @abstractmethod
    def build(self, sizes: Mapping[str, int]) -> keras.Model:
        """The network.

        Args:
            sizes: What `sizes` returned: the numbers that data decide.
        """

    def served(self, sizes: Mapping[str, int]) -> keras.Model:
        """The network as it is served, where that is another graph over the same weights in the same order.

        One step of a recurrent network that was trained on whole sequences is the usual case: LiteRT runs the step.
        """
        return self.build(sizes)

    def sample(self, data: Dataset) -> tuple[Array, ...]:
        """Inputs of the served network, on which its LiteRT program must agree with Keras."""
        import numpy as np

        inputs = data.examples(np.arange(min(8, len(data))), np.random.default_rng(0))[0]
        return tuple(inputs) if isinstance(inputs, tuple | list) else (inputs,)

    def sizes(self, split: Split[Data]) -> dict[str, int]:
        """The numbers that the data decide, such as how many classes there are; unless it is overridden, none."""
        return {}

    @abstractmethod
    def loss(self) -> Callable[[Any, Any], Any] | str:
        """The loss, as Keras' `compile` takes it."""

    @abstractmethod
    def examples(self, split: Split[Data]) -> tuple[Dataset, Dataset | None]:
        """What to train on, and what early stopping watches."""

    def metrics(self) -> Sequence[Any]:
        """Keras metrics to show while training."""
        return ()

    def assets(self, split: Split[Data]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What prediction needs beside the weights, and which of it holds rows of single people."""
        return {}, ()

    def fit(self, split: Split[Data], run: Run) -> State:
        """Train with the shared Trainer."""
        from entai.quiet import import_backend

        import_backend()
        from entai.training.trainer import Trainer

        return Trainer(run).train(self, split)

    def restore(self, state: State) -> Model:
        """The network, served by LiteRT or Keras; override it to give the task what it asks for."""
        return self.network(state)  # type: ignore[return-value]

    def network(self, state: State) -> Network:
        """The trained network as a function of arrays."""
        from entai.runtime import Network

        sizes = state.assets["sizes"]
        return Network(state, lambda: self.served(sizes))  # type: ignore[arg-type]
