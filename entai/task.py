"""What a task plugin implements. The core does the rest: files, options, training, reports, pages, batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from entai.chart import Chart
from entai.errors import EntaiError
from entai.explanation import Explanation
from entai.measure import Measured
from entai.media.amid import Amid, windows
from entai.media.change import Change, Stream
from entai.media.media import Media, kind_for
from entai.spec import Options, TaskSpec, load_object
from entai.state import State
from entai.training.run import Progress, silent

Input = TypeVar("Input", bound=Media)
Output = TypeVar("Output", bound=Media)
Chunk = TypeVar("Chunk")
Data = TypeVar("Data", bound=Media)
Part = Literal["valid", "test"]


@dataclass(frozen=True)
class Split(Generic[Data]):
    """Data cut in three, and how. `fit` sees `train` and `valid`; `test` is opened by `evaluate` alone.

    Args:
        train, valid: What is learnt from, and what choices are made on.
        test: What the model is measured on; None where it stays closed.
        method: How it was cut, in words, for the bundle and the report.
        fingerprint: A hash of the held-out cases, by which a report knows whether a model was trained on this split.
        known: What may be kept beside the model for use, though nothing is learnt from it: say, the newest events of
            people who will ask for more. Never a test part that was brought as files of its own.
    """

    train: Data
    valid: Data
    test: Data | None
    method: str
    fingerprint: str = ""
    known: Data | None = None

    def closed(self) -> Split[Data]:
        """The same without its test part."""
        return replace(self, test=None)


def hold_out(n: int, seed: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of `n` cases that do not depend on each other are for training, validation (a tenth) and test (a tenth)."""
    if n < 10:
        raise EntaiError(f"there are {n} cases; to hold some out takes ten")
    tenth = np.random.default_rng(seed).permutation(n) % 10
    return tenth > 1, tenth == 1, tenth == 0


@dataclass(frozen=True)
class Evaluation:
    """What a task measured on held-out cases: figures with their cases, charts, and what a reader must know of them."""

    measured: Mapping[str, Measured]
    charts: tuple[Chart, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """One part of the demo's gallery: a heading, a sentence or two, and values that can show themselves."""

    title: str
    text: str
    values: tuple[Any, ...] = field(default=())


class Task(ABC, Generic[Input, Chunk, Output, Data]):
    """A task with a model. Subclass it, and name the subclass in a `TaskSpec`.

    A run is `chunks`, `predict`, `join`; `__call__` is that and no more. All three may be generators, so that long
    inputs pass in bounded memory, and stopping to iterate cancels.

    Args:
        spec: The declaration this class was named in.
        model: What the recipe's `restore` returned; None where the task needs no model.
    """

    Model: ClassVar[type] = object
    """What a recipe's `restore` must return for this task: a class or a protocol."""

    def __init__(self, spec: TaskSpec, model: Any) -> None:
        self.spec = spec
        self.model = model
        self.progress: Progress = silent
        """Told how far a run is by a task whose runs take long; whoever wants to hear of it sets it."""

    def __call__(self, value: Any = None, /, **options: Any) -> Output:
        """Run the task on a path, a media value, or the array or frame its field uses.

        Raises:
            EntaiError: An option is unknown or out of bounds, or the input can't be used.
        """
        chosen = self.spec.resolve(options)
        kind = load_object(self.spec.input)
        if (carrier := kind_for(kind, value)) is not kind:
            return self._carried(carrier.accept(value), kind, chosen)  # type: ignore[no-any-return]
        accepted = self.accept(value)
        if accepted is None and not self.spec.input_optional:
            raise EntaiError(f"{self.spec.name} needs an input")
        return self.join(self.predict(self.chunks(accepted, chosen), chosen), accepted, chosen)

    def _carried(self, carrier: Any, kind: type[Media], options: Options) -> Any:
        """A film, say, with this task to be run over its pictures; where it gives other things, those of what it brings."""
        if issubclass(load_object(self.spec.output), kind) and not self.spec.gives_parts(options):
            self.progress = silent  # the carrier tells how far it is, frame by frame
            return carrier.carrying(kind, self.change(options))
        value = carrier.brought(kind)
        return self.join(self.predict(self.chunks(value, options), options), value, options)

    def change(self, options: Options) -> Change:
        """This task with some options, as a change to values that a carrier brings along."""
        chosen = self.spec.resolve(options)

        def settle(first: Any) -> Stream:
            task, held = self.settled(first, chosen)
            return lambda values: (task.amid(window, held) for window in windows(values, task.reach(held)))

        return Change(settle, self.reach(chosen))

    def settled(self, first: Input, options: Options) -> tuple[Task[Any, Any, Any, Any], Options]:
        """The task and options for all values that come one after another, as frames of a film do, by the first of them.

        Override it where the task finds something by itself that must not differ from frame to frame.
        """
        return self, options

    def reach(self, options: Options) -> int:
        """How many values before one, and how many behind it, its output depends on, where values come one after another.

        Override it, and `amid`, where the frames around one of a film tell more than the frame itself. Such a task must
        settle on one of the same reach.
        """
        return 0

    def amid(self, values: Amid[Input], options: Options) -> Output:
        """The output for one value of several that come one after another, from it and its neighbours alone."""
        return self.join(self.predict(self.chunks(values.value, options), options), values.value, options)

    def accept(self, value: Any) -> Input | None:
        """Turn what a caller gave into the input kind; where the task joins its inputs, a list of several into one."""
        kind: type[Media] = load_object(self.spec.input)
        if self.spec.joins and isinstance(value, list | tuple) and value:
            return kind.together([kind.accept(part) for part in value])  # type: ignore[return-value]
        return None if value is None else kind.accept(value)  # type: ignore[return-value]

    def chunks(self, value: Input | None, options: Options) -> Iterator[Chunk]:
        """Cut the input into what the model takes at a time; unless it is overridden, the input is one chunk."""
        yield value  # type: ignore[misc]

    @abstractmethod
    def predict(self, chunks: Iterable[Chunk], options: Options) -> Iterator[Chunk]:
        """Run the model over the chunks, in order."""

    def join(self, chunks: Iterable[Chunk], value: Input | None, options: Options) -> Output:
        """Put the predicted chunks together to the output; unless it is overridden, the only chunk is the output."""
        (whole,) = chunks
        return whole  # type: ignore[return-value]

    @classmethod
    def joined(cls, data: Data, start: State) -> Data:
        """What to train on when going on from a model: the new data, with what the model kept of the old where it did."""
        return data

    @classmethod
    @abstractmethod
    def split(cls, data: Data, seed: int) -> Split[Data]:
        """Hold out cases for validation and test, by a rule that fits the field."""

    @abstractmethod
    def measure(self, split: Split[Data], part: Part) -> Evaluation:
        """Measure the model on one part of a split."""

    @abstractmethod
    def explain(self, value: Input | None, options: Options) -> Explanation:
        """Say why the output is what it is."""

    @classmethod
    @abstractmethod
    def synthetic(cls, seed: int) -> Data:
        """Small made-up data with something in it to learn; needs no file and no network."""

    @classmethod
    @abstractmethod
    def example(cls, data: Data) -> tuple[Input | None, dict[str, Any]]:
        """An input and options that a model trained on `data` can run."""

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """Show the task on real input that travels inside the plugin, for `entai demo`."""
        return iter(())
