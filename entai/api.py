"""What `import entai` offers: list, load, train, evaluate, compare, explain."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entai.bundle import Bundle, Manifest
from entai.errors import EntaiError, near
from entai.reading import read_data
from entai.registry import registry
from entai.spec import TaskSpec, load_object
from entai.training.run import Progress, Run, silent
from entai.training.stopwatch import Stopwatch

if TYPE_CHECKING:
    from entai.explanation import Explanation
    from entai.recipe import Recipe
    from entai.report import Report
    from entai.state import State
    from entai.task import Part, Split, Task


PRESET = "preset:"
"""What a model's name begins with where it is a folder of the user's own, in another library's format."""
UNKNOWN = "what a preset has learnt is not known here: if it has seen these cases, the figures flatter it"


def tasks() -> list[TaskSpec]:
    """Every task of every installed plugin, in order of their names. Imports nothing heavy."""
    return [spec for _, spec in sorted(registry().tasks.items())]


def load(task: str, model: str | Path | None = None) -> Task[Any, Any, Any, Any]:
    """A task with a model, ready to be called.

    Args:
        task: Its name.
        model: The name of a shipped model, the path of a bundle, or `preset:FOLDER` where the task takes presets; else the
            task's default model, where it needs one.

    Raises:
        EntaiError: There is no such task or model, or the bundle does not pass its checks.
    """
    spec = registry().task(task)
    if _without_model(spec, model):
        return _of(spec, None)
    folder = preset_of(spec, model)
    if folder is not None:
        return _of(spec, load_object(spec.preset)(folder))
    bundle = open_bundle(spec, model)
    return assemble(spec, recipe_of(bundle), bundle)


def _without_model(spec: TaskSpec, model: str | Path | None) -> bool:
    """Whether a task runs as it is: it needs no model, and none was named."""
    return model is None and not spec.needs_model and not spec.default_model


def _of(spec: TaskSpec, model: Any) -> Task[Any, Any, Any, Any]:
    task: Task[Any, Any, Any, Any] = load_object(spec.implementation)(spec, model)
    return task


def preset_of(spec: TaskSpec, model: str | Path | None) -> Path | None:
    """The user's own folder, or the name that the task knows, behind `preset:`; None where a model is named otherwise."""
    if not str(model).startswith(PRESET):
        return None
    if not spec.preset:
        raise EntaiError(f"{spec.name} takes no presets: give a shipped model's name or a bundle's path")
    folder = Path(str(model).removeprefix(PRESET))
    if not folder.is_dir() and str(folder) not in spec.known_presets:
        known = f" (known by name: {', '.join(spec.known_presets)})" if spec.known_presets else ""
        raise EntaiError(f"there is no folder {folder}{known}")
    return folder


def open_bundle(spec: TaskSpec, model: str | Path | None) -> Bundle:
    """The bundle that a name or a path means, checked."""
    bundle = Bundle.open(find_model(spec, model), plugin_present)
    if bundle.manifest.task != spec.name:
        raise EntaiError(f"{bundle.path} is a model for {bundle.manifest.task}, not for {spec.name}")
    return bundle


def assemble(spec: TaskSpec, recipe: Recipe[Any, Any], bundle: Bundle) -> Task[Any, Any, Any, Any]:
    """Put a task together from its declaration and a bundle."""
    return _of(spec, recipe.restore(bundle.state()))


def find_model(spec: TaskSpec, model: str | Path | None) -> Path:
    """Where a model lies: a path if there is one, else a shipped model of that name."""
    shipped = registry().models_of(spec.name)
    name = str(model) if model is not None else spec.default_model
    if not name:
        raise EntaiError(f"{spec.name} ships no model: train one with `entai train {spec.name} DATA -o BUNDLE` "
                         "and give it with --model")
    if name in shipped:
        return shipped_path(shipped[name])
    if Path(name).exists():
        return Path(name)
    hint = near(name, shipped) or f" (shipped: {', '.join(shipped) or 'none'})"
    raise EntaiError(f"there is no model {name!r}, neither a bundle at that path nor shipped{hint}")


def shipped_path(place: str) -> Path:
    """The folder of a `"package:folder"` reference."""
    from importlib.resources import files

    package, _, folder = place.partition(":")
    return Path(str(files(package))) / folder


def plugin_present(task: str, recipe: str) -> str | None:
    """Why this installation can't serve a task or recipe, or None; what a bundle asks before it is opened."""
    found = registry()
    if task not in found.tasks:
        return f"no plugin here brings the task {task}"
    if (task, recipe) not in found.recipes:
        return f"no plugin here brings the recipe {recipe}"
    return None


def train(task: str, data: Any, out: str | Path, recipe: str | None = None, seed: int = 0,
          config: Mapping[str, Any] | None = None, trainer: Mapping[str, Any] | None = None,
          read: Mapping[str, Any] | None = None, start: str | Path | None = None, resume: bool = False,
          overwrite: bool = False, licence: str = "", progress: Progress = silent) -> Bundle:
    """Train a model and write it as a bundle.

    Args:
        task: Its name.
        data: A path, the name of a data set, a frame, or a value of the task's data kind.
        out: The bundle's folder, which must be new; checkpoints lie beside it in `out.run` until it is done.
        recipe: How; else that of the model gone on from (of a preset, the task's `preset_recipe`), else the task's default.
        seed: From which everything random follows.
        config: Settings of the recipe by name; one that is not given is that of a model of the same recipe gone on from.
        trainer: Settings of the Trainer by name (`train.` on the command line).
        read: How to read the data (`read.` on the command line).
        start: A model to go on from, or `preset:FOLDER`; its task says how the data join those it learnt from
            (`Task.joined`).
        resume: Go on with a run that was interrupted.
        overwrite: Whether a bundle at `out` may be replaced.
        licence: Of the model; it goes into the manifest.
        progress: Told how far the work is.

    Raises:
        EntaiError: Something given can't be used; the message says what and why.
    """
    out = Path(out)
    if out.exists() and not overwrite:
        raise EntaiError(f"{out} exists; give another name or --overwrite")
    spec = registry().task(task)
    name, inherited, start_state = _beginning(spec, recipe, start)
    recipe_spec = registry().recipe(spec.name, name)
    model_recipe = load_object(recipe_spec.config).configure({**inherited, **(config or {})})
    value, data_licence = read_data(spec, data, read)
    if start_state is not None:
        value = load_object(spec.implementation).joined(value, start_state)
    split: Split[Any] = load_object(spec.implementation).split(value, seed)
    run = Run(task, recipe_spec.name, model_recipe.config(), dict(trainer or {}), seed,
              out.with_name(out.name + ".run"), start_state, progress)
    run.open(value.fingerprint(), resume)
    state, seconds = _learnt(model_recipe, split, run)
    bundle = _finish(spec, recipe_spec.name, model_recipe, state, split, out, overwrite, seed, seconds,
                     value, licence or data_licence)
    _clear(run)
    return bundle


def recipe_for(spec: TaskSpec, recipe: str | None, start: str | Path | None) -> str:
    """The recipe to fit: the one asked for, else the one that goes with what is gone on from, else the task's default."""
    if recipe:
        return recipe
    if preset_of(spec, start) is None:
        return open_bundle(spec, start).manifest.recipe if start is not None else spec.default_recipe
    if not spec.preset_recipe:
        raise EntaiError(f"{spec.name} has no recipe that goes on from a preset")
    return spec.preset_recipe


def _beginning(spec: TaskSpec, recipe: str | None, start: str | Path | None) -> tuple[str, dict[str, Any], State | None]:
    """The recipe to fit, the settings that it takes over from a model of the same recipe, and the model to go on from."""
    folder, name = preset_of(spec, start), recipe_for(spec, recipe, start)
    if folder is not None:
        return name, {}, load_object(registry().recipe(spec.name, name).config).from_preset(folder)
    if start is None:
        return name, {}, None
    older = open_bundle(spec, start)
    return name, older.manifest.config if older.manifest.recipe == name else {}, older.state()


def _learnt(recipe: Recipe[Any, Any], split: Split[Any], run: Run) -> tuple[State, dict[str, float]]:
    """What the recipe learns without a look at the test part, and how long that takes."""
    watch = Stopwatch(run.folder)
    try:
        state = recipe.fit(split.closed(), run)
    except EntaiError:
        _clear(run, unless="checkpoint.npz")  # nothing was learnt that could be gone on with
        raise
    return state, watch.seconds()


def _finish(spec: TaskSpec, recipe: str, model_recipe: Any, state: Any, split: Any, out: Path, overwrite: bool,
            seed: int, seconds: dict[str, float], value: Any, licence: str) -> Bundle:
    """Measure the model once on the held-out cases, and write it down with its report and card."""
    from entai.card import card
    from entai.evaluation import evaluate_on
    from entai.versions import versions

    owner = registry().owners[f"{spec.name}/{recipe}"]
    manifest = Manifest(spec.name, recipe, owner.distribution, owner.version, model_recipe.config(), seed,
                        {"name": value.name, "fingerprint": value.fingerprint()},
                        {"method": split.method, "cases": split.fingerprint},
                        licence or "as the data it was trained on", versions(), dict(state.notes))
    task = load_object(spec.implementation)(spec, model_recipe.restore(state))
    report = evaluate_on(task, split, "test", recipe, out.name, value.name, seed, _baseline(spec), seconds)
    documents = {"report.json": report.to_json(), "CARD.md": card(manifest, report)}
    return Bundle.save(out, manifest, state, documents, overwrite)


def _clear(run: Run, unless: str = "tensorboard") -> None:
    """Remove what a run leaves, `unless` there is something for a reader in it: by default, a TensorBoard log."""
    if run.folder and run.folder.exists() and not (run.folder / unless).exists():
        shutil.rmtree(run.folder)


def _baseline(spec: TaskSpec) -> Any:
    return load_object(registry().recipe(spec.name, spec.baseline).config).configure({}) if spec.baseline else None


def recipe_of(bundle: Bundle) -> Recipe[Any, Any]:
    """The recipe of a bundle, with its settings."""
    spec = registry().recipe(bundle.manifest.task, bundle.manifest.recipe)
    recipe: Recipe[Any, Any] = load_object(spec.config).configure(bundle.manifest.config)
    return recipe


def evaluate(task: str, data: Any, model: str | Path | None = None, part: Part = "test", seed: int = 0,
             read: Mapping[str, Any] | None = None) -> Report:
    """Measure a model on held-out cases.

    Args:
        task: Its name.
        data: As for `train`; it is split by the same rule, and only the held-out part is scored.
        model: A shipped model's name, a bundle's path, or `preset:FOLDER`.
        part: `test`, or `valid` while choices are still being made.
        seed: Of the split and the bootstrap.
        read: How to read the data.
    """
    from entai.evaluation import evaluate_on

    spec = registry().task(task)
    preset = preset_of(spec, model) is not None
    if preset or _without_model(spec, model):
        value, _ = read_data(spec, data, read)
        return evaluate_on(load(task, model), load_object(spec.implementation).split(value, seed), part,
                           "preset" if preset else "no model", str(model or "none"), value.name, seed,
                           warnings=(UNKNOWN,) if preset else ())
    bundle = open_bundle(spec, model)
    value, _ = read_data(spec, data, read)
    split: Split[Any] = load_object(spec.implementation).split(value, seed)
    warnings: tuple[str, ...] = ()
    if bundle.manifest.split.get("cases") != split.fingerprint:
        warnings = ("the model was not trained with these cases held out: if it has seen them, the figures flatter it",)
    return evaluate_on(assemble(spec, recipe_of(bundle), bundle), split, part, bundle.manifest.recipe,
                       str(model or spec.default_model), value.name, seed, _baseline(spec),
                       {"bytes": bundle.size}, warnings)


def explain(task: str, value: Any = None, model: str | Path | None = None, **options: Any) -> Explanation:
    """Say why a task's output is what it is.

    Args:
        task: Its name.
        value: The input, as for a run.
        model: A shipped model's name, a bundle's path, or `preset:FOLDER`.
        options: The task's options.
    """
    loaded = load(task, model)
    return loaded.explain(loaded.accept(value), loaded.spec.resolve(options))
