"""What a task, a recipe and a data set are, as data: readable before anything heavy is imported."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from entai.errors import EntaiError, near

PLUGIN_API = 1
"""The number a plugin declares; it changes when an old plugin could no longer work."""

Options = Mapping[str, Any]
"""Checked option values by name."""

_TYPES = {kind.__name__: kind for kind in (bool, int, float, str, Path, list)}
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def load_object(reference: str) -> Any:
    """Import what a `"module:Name"` reference points at."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)


@dataclass(frozen=True, slots=True)
class Option:
    """One setting a user may give by name: the source of a flag, a form field and a schema entry.

    Args:
        name: As typed after `--set`.
        type: One of `bool`, `int`, `float`, `str`, `Path`, `list` (of strings).
        default: The value when it is not given; `None` means "not given".
        help: One sentence.
        minimum, maximum: Inclusive bounds of a number.
        choices: The only values allowed, where there are any.
        parts: Whether giving it makes the task return `entai.Parts`: it asks for one more output.
    """

    name: str
    type: type
    default: Any = None
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    parts: bool = False

    def parse(self, text: str) -> Any:
        """Read a value as typed on a command line."""
        if self.type is list:
            return self.check(_parse_list(text))
        if self.type is bool:
            if text.lower() not in _WORDS:
                raise EntaiError(f"{self.name} is on or off, not {text!r}")
            return _WORDS[text.lower()]
        try:
            return self.check(self.type(text))
        except ValueError:
            raise EntaiError(f"{self.name} takes {_a(self.type)}, not {text!r}") from None

    def check(self, value: Any) -> Any:
        """Return `value` in the option's type, or raise with the reason."""
        if value is None and self.default is None:
            return None
        value = self._cast(value)
        if self.choices and value not in self.choices:
            raise EntaiError(f"{self.name} is one of {', '.join(self.choices)}, not {value!r}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._check_bounds(value)
        return value

    def _cast(self, value: Any) -> Any:
        if self.type is list and isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
            return [str(entry) for entry in ([value] if isinstance(value, str) else value)]
        if isinstance(value, self.type) and not (self.type is int and isinstance(value, bool)):
            return value
        if self.type is float and isinstance(value, Real) and not isinstance(value, bool):
            return float(value)
        if self.type in (str, Path) and isinstance(value, str | int | Path) and not isinstance(value, bool):
            return self.type(str(value))
        if self.type is int and isinstance(value, Integral) and not isinstance(value, bool):
            return int(value)
        raise EntaiError(f"{self.name} takes {_a(self.type)}, not {value!r}")

    def _check_bounds(self, value: float) -> None:
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        if not low <= value <= high:
            raise EntaiError(f"{self.name} must lie between {low:g} and {high:g}, not {value:g}")


def _a(kind: type) -> str:
    names = {int: "a whole number", float: "a number", bool: "on or off", list: "a list", Path: "a path"}
    return names.get(kind, "a text")


def _parse_list(text: str) -> list[Any]:
    """Read `["a, b", "c"]` (JSON) or `a,b`."""
    if not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        return list(json.loads(text))
    except json.JSONDecodeError as error:
        raise EntaiError(f'a list looks like ["one", "two"], and {text!r} is not one: {error}') from None


def resolve(options: tuple[Option, ...], given: Mapping[str, Any], of: str) -> dict[str, Any]:
    """Fill in defaults, check every value, and refuse a name that no option has."""
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            offer = near(name, known) or f"; it has {', '.join(known) or 'none'}"
            raise EntaiError(f"{of} has no option {name!r}{offer}")
    return {name: option.check(given.get(name, option.default)) for name, option in known.items()}


def setting(default: Any, help: str, minimum: float | None = None, maximum: float | None = None,
            choices: tuple[str, ...] = ()) -> Any:
    """A dataclass field that carries what an `Option` needs: its help and its bounds."""
    return field(default=default, metadata={"help": help, "minimum": minimum, "maximum": maximum, "choices": choices})


def options_of(config: type) -> tuple[Option, ...]:
    """The fields of a config dataclass as options, so that both are checked by one rule."""
    found = []
    for entry in fields(config):
        kind = _TYPES.get(entry.type if isinstance(entry.type, str) else entry.type.__name__)
        if entry.init and kind is not None:
            found.append(Option(entry.name, kind, None if entry.default is MISSING else entry.default, **entry.metadata))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A task as data; the command line, the page and the API are made from it.

    Args:
        name: As users type it, for example `audio-denoising`.
        summary: One sentence for the list of tasks.
        input, output: Media kinds as `"module:Class"` (see `entai.media.Media`);
            `output` is that of each part where there are several.
        data: The media kind that `train` and `evaluate` read.
        implementation: `"module:Class"`, a subclass of `entai.Task`, imported when the task is first used.
        options: What a user may set on a run.
        default_recipe: What `train` fits when no recipe is named.
        default_model: The shipped model that `load` gives when no model is named.
        baseline: The simple recipe that a trained model must beat; empty where there is none.
        input_optional: Whether the options alone can say what to do.
        needs_model: Whether it runs on a trained model only. Where it does not, `load` without a model gives the task
            with `model` None: what it does is written down, not learnt.
        joins: Whether all inputs of one call make one output; the input kind puts them together (`Media.together`).
        parts: Whether it always gives several outputs by name (`entai.Parts`).
        preset: `"module:function"` that makes the task's model from a user's own folder (`--model preset:FOLDER`).
        known_presets: Names that this function also takes in place of a folder (`--model preset:NAME`).
        preset_recipe: The recipe that `train` fits when it goes on from a preset and no other is named
            (`--from preset:FOLDER`); it overrides `Recipe.from_preset`.
        api: The plugin API that the plugin was written for.
    """

    name: str
    summary: str
    input: str
    output: str
    data: str
    implementation: str
    options: tuple[Option, ...] = ()
    default_recipe: str = ""
    default_model: str = ""
    baseline: str = ""
    input_optional: bool = False
    needs_model: bool = True
    joins: bool = False
    parts: bool = False
    preset: str = ""
    known_presets: tuple[str, ...] = ()
    preset_recipe: str = ""
    api: int = PLUGIN_API

    def resolve(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check the options of one run and fill in the defaults."""
        return resolve(self.options, given, self.name)

    def gives_parts(self, given: Mapping[str, Any]) -> bool:
        """Whether a run with these options gives several outputs."""
        return self.parts or any(option.parts and given.get(option.name) for option in self.options)


@dataclass(frozen=True, slots=True)
class RecipeSpec:
    """How to build and train a model for a task.

    Args:
        task: Name of the task; it may be another plugin's.
        name: As users type it after `--recipe`.
        summary: One sentence.
        config: `"module:Class"`, a frozen dataclass and a subclass of `entai.Recipe`.
        models: Bundles that ship with it, by name, each as `"package:folder/inside"`.
    """

    task: str
    name: str
    summary: str
    config: str
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DatasetSpec:
    """A data set that can be had by name.

    Args:
        task: The task it is for.
        name: As given to `train` in place of a path.
        summary: One sentence.
        licence: Its terms, shown whenever it is read.
        loader: `"module:function"`; called without arguments, it returns a value of the task's data kind.
    """

    task: str
    name: str
    summary: str
    licence: str
    loader: str
