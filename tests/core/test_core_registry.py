"""Plugins: found, guarded from each other, and set aside with a reason when they fail."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest
from core_toolbox import distribution, process

import entai
from entai import DatasetSpec, EntaiError, RecipeSpec, TaskSpec, hookimpl
from entai.registry import Registry, discover


def task(name: str = "good", **more) -> TaskSpec:
    return TaskSpec(name, "does it", "m:I", "m:O", "m:D", "m:T", **more)


def recipe(task_name: str = "good", name: str = "r") -> RecipeSpec:
    return RecipeSpec(task_name, name, "how", "m:R", models={"tiny": "m:tiny"})


@pytest.fixture
def plug(monkeypatch):
    """Makes an entry point of functions, or of code that runs at import."""
    def make(name: str, *hooks) -> EntryPoint:
        module = ModuleType(f"plugin_{name}")
        for hook in hooks:
            setattr(module, hook.__name__, hook)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return EntryPoint(name, module.__name__, "entai.plugins")
    return make


def brings(**lists):
    """Hook functions that return what is given: `brings(entai_tasks=[...])`."""
    made = []
    for name, values in lists.items():
        def hook(values=values):
            return values
        hook.__name__ = name
        made.append(hookimpl(lambda values=values: values))
        made[-1].__name__ = name
    return made


GOOD = {"entai_tasks": [task()], "entai_recipes": [recipe()]}


def found_beside_good(plug, *bad: EntryPoint) -> Registry:
    found = discover([plug("good", *brings(**GOOD)), *bad])
    assert found.tasks["good"] == task()
    assert found.recipe("good", "r") == recipe()
    assert found.owners["good"].distribution == "good"
    return found


def test_a_plugin_is_found(plug):
    dataset = DatasetSpec("good", "d", "s", "l", "m:f")
    found = discover([plug("good", *brings(**GOOD, entai_datasets=[dataset]))])
    assert found.failures == []
    assert found.dataset("good", "d") == dataset
    assert found.dataset("good", "e") is None
    assert found.models_of("good") == {"tiny": "m:tiny"}
    assert [plugin.distribution for plugin in found.plugins] == ["good"]


def raising():
    raise ValueError("two\nlines")


def exiting():
    sys.exit("no thanks")


def unmarked(name, value):
    def hook():
        return value
    hook.__name__ = name
    return hook


def misspelt():
    return []


misspelt.__name__ = "entai_task"
misspelt = hookimpl(misspelt)


def wrong_signature(nothing):
    return []


wrong_signature.__name__ = "entai_tasks"
wrong_signature = hookimpl(wrong_signature)
for hook in (raising, exiting):
    hook.__name__ = "entai_tasks"

BROKEN = {
    "a hook that raises": ([hookimpl(raising)], "ValueError: two lines"),
    "a hook that exits": ([hookimpl(exiting)], "SystemExit: no thanks"),
    "a misspelt hook": ([misspelt], "no hook entai_task"),
    "a hook without its mark": ([unmarked("entai_tasks", [])], "entai_tasks is not marked"),
    "arguments that a hook has not": ([wrong_signature], "nothing"),
    "a hook that returns nothing": (brings(entai_tasks=None), "TypeError"),
    "a hook that returns words": (brings(entai_tasks=["x"]), "'x' where a TaskSpec belongs"),
    "recipes that are none": (brings(entai_tasks=[task("half")], entai_recipes=[3]), "3 where a RecipeSpec belongs"),
    "another API": (brings(entai_tasks=[task("late", api=99)]), "written for plugin API 99; this entai has 1"),
    "a task that is there already": (brings(entai_tasks=[task("new"), task()]), "good is already a task of good"),
    "a recipe that is there already": (brings(entai_recipes=[recipe()]), "good has a recipe r of good already"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_set_aside_and_named(plug, name):
    hooks, reason = BROKEN[name]
    found = found_beside_good(plug, plug("zbad", *hooks))
    assert [failure.plugin for failure in found.failures] == ["zbad"]
    assert reason in found.failures[0].reason
    assert "\n" not in found.failures[0].reason
    assert list(found.tasks) == ["good"]
    assert list(found.recipes) == [("good", "r")]
    assert [plugin.distribution for plugin in found.plugins] == ["good"]


@pytest.mark.parametrize("name", BROKEN)
def test_strict_makes_it_fatal(plug, name, monkeypatch):
    monkeypatch.setenv("ENTAI_STRICT", "1")
    with pytest.raises((Exception, SystemExit)):
        found_beside_good(plug, plug("zbad", *BROKEN[name][0]))


def test_a_module_that_is_not_there_or_raises_at_import(plug, tmp_path, monkeypatch):
    (tmp_path / "core_test_breaks.py").write_text("raise RuntimeError('at import')")
    (tmp_path / "core_test_syntax.py").write_text("def (")
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [EntryPoint(name, f"core_test_{name}", "entai.plugins") for name in ("gone", "breaks", "syntax")]
    found = found_beside_good(plug, *points)
    assert {failure.plugin: failure.reason.split(":")[0] for failure in found.failures} == \
        {"gone": "ModuleNotFoundError", "breaks": "RuntimeError", "syntax": "SyntaxError"}


def test_a_recipe_for_a_task_that_is_not_installed_stays_out_of_sight(plug):
    found = found_beside_good(plug, plug("more", *brings(entai_recipes=[recipe("absent"), recipe("good", "other")])))
    assert found.failures == []
    assert set(found.recipes_of("good")) == {"r", "other"}
    assert ("absent", "r") not in found.recipes
    assert found.owners["good/other"].distribution == "more"


def test_what_is_not_there_is_refused_with_near_names(plug):
    found = found_beside_good(plug, plug("zbad", hookimpl(raising)))
    with pytest.raises(EntaiError, match=r"no task 'goood'; did you mean good\? \(zbad did not load: ValueError"):
        found.task("goood")
    with pytest.raises(EntaiError, match="good has no recipe 'x'; it has r"):
        found.recipe("good", "x")


def test_the_order_of_installation_does_not_matter(plug):
    points = [plug("a", *brings(entai_tasks=[task("same")])), plug("b", *brings(entai_tasks=[task("same", baseline="b")]))]
    assert discover(points).tasks == discover(points[::-1]).tasks


def test_the_toy_is_found_as_a_stranger_would_be(toy):
    assert {"toy-shout", "toy-blob", "toy-optional"} <= {spec.name for spec in entai.tasks()}


def test_a_real_broken_distribution_is_named_and_the_others_work(tmp_path, toy_folder):
    bad = distribution(tmp_path / "bad", "zz-bad", "zz_bad_module", "raise RuntimeError('broken on purpose')")
    nameless = distribution(tmp_path / "nameless", "nameless", "zz_no_such_module", metadata=False)
    path = {"PYTHONPATH": ":".join(map(str, (bad, nameless, toy_folder))), "ENTAI_STRICT": ""}
    ended = process("-m", "entai", "tasks", environment=path)
    assert ended.code == 0
    assert "toy-shout" in ended.out
    assert "recommendation" in ended.out
    assert "zz-bad did not load: RuntimeError: broken on purpose" in ended.err
    assert "nameless did not load" in ended.err
    assert "Traceback" not in ended.err
    ran = process("-m", "entai", "run", "toy-shout", "--text", "hi", environment=path)
    assert (ran.code, ran.out) == (0, "HI\n")
    strict = process("-m", "entai", "tasks", environment={
        "PYTHONPATH": str(bad), "ENTAI_STRICT": "1", "ENTAI_HOME": str(tmp_path)})
    assert strict.code == 3
    assert "broken on purpose" in strict.err
