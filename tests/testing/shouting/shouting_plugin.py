"""A tiny plugin, right in every way, from which the mutants are made."""

from entai import DatasetSpec, Option, RecipeSpec, TaskSpec, hookimpl

OPTIONS = (
    Option("volume", int, 2, "how many exclamation marks", 1, 5),
    Option("style", str, "plain", "how", choices=("plain", "bold")),
    Option("names", list, help="whom to shout at"),
)


@hookimpl
def entai_tasks():
    return [TaskSpec("shouting", "says how loud a word is", "entai.media:Table", "entai.media:Table", "entai.media:Table",
                     "shouting_task:Shouting", OPTIONS, default_recipe="mean", baseline="mean")]


@hookimpl
def entai_recipes():
    return [RecipeSpec("shouting", "mean", "the mean loudness", "shouting_task:Mean"),
            RecipeSpec("shouting", "letters", "by first letter", "shouting_task:Letters")]


@hookimpl
def entai_datasets():
    return [DatasetSpec("shouting", "words", "some words", "CC0", "shouting_task:words")]
