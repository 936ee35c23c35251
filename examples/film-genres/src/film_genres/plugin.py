"""What the plugin brings; cheap to import."""

from entai import Option, RecipeSpec, TaskSpec, hookimpl


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    titles, threshold = "film_genres.task:Titles", Option("threshold", float, 0.3, "probability to name a genre from", 0, 1)
    return [TaskSpec("film-genres", "the genres of a film from its title and year", titles, "entai.media:Table", titles,
                     "film_genres.task:FilmGenres", (threshold,), default_recipe="trigrams")]


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    return [RecipeSpec("film-genres", "trigrams", "pieces of the title, one hidden layer", "film_genres.task:Trigrams")]
