from pathlib import Path

from entai import DatasetSpec, Option, RecipeSpec, TaskSpec, hookimpl

OPTIONS = (
    Option("times", int, 1, "how often", 1, 5),
    Option("loud", bool, True, "in capitals"),
    Option("ending", str, "plain", "how it ends", choices=("plain", "bang")),
    Option("suffix", Path, None, "a file whose text is added"),
)


def task(name: str, output: str, **more: object) -> TaskSpec:
    return TaskSpec(name, "says it again", input="entai_toy.core:Words", output=f"entai_toy.core:{output}",
                    data="entai_toy.core:Words", implementation="entai_toy.core:Shout", options=OPTIONS,
                    default_recipe="plain", default_model="tiny", **more)


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    return [task("toy-shout", "Words"), task("toy-blob", "Blob"), task("toy-optional", "Words", input_optional=True),
            task("toy-begun", "Words", preset="entai_toy.core:begun", preset_recipe="begun"),
            stems("toy-stems", parts=True), stems("toy-rest", (Option("rest", bool, False, "the rest, too", parts=True),))]


def stems(name: str, options: tuple[Option, ...] = (), parts: bool = False) -> TaskSpec:
    return TaskSpec(name, "takes it apart", input="entai_toy.core:Words", output="entai_toy.core:Words",
                    data="entai_toy.core:Words", implementation="entai_toy.core:Stems", options=options, needs_model=False,
                    parts=parts, preset="entai_toy.core:preset")


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    return [RecipeSpec(name, "plain", "a stretch for each word", "entai_toy.core:Plain",
                       models={"tiny": f"entai_toy:models/{name}"})
            for name in ("toy-shout", "toy-blob", "toy-optional", "toy-begun")] + [
        RecipeSpec("toy-begun", "begun", "goes on from a prefix", "entai_toy.core:Begun")]


@hookimpl
def entai_datasets() -> list[DatasetSpec]:
    return [DatasetSpec("toy-shout", "toy-words", "twelve words", "the public domain", "entai_toy.core:words")]
