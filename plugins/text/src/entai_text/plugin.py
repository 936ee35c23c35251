"""What this plugin brings to entai. Cheap to import."""

from __future__ import annotations

from pathlib import Path

from entai import Option, RecipeSpec, TaskSpec, hookimpl
from entai_text.generation import specs as generation

WRITING, CHECKING, SLOTS = "news-writing", "news-checking", "slot-to-text"

DOMAIN = Option("domain", str, help="what kind of facts these are: box_score, box_office, chart, schedule, or a TOML of "
                                    "your own; else the one that fits is taken")
WRITING_OPTIONS = (
    Option("reports", Path, help="reports to write from: a text or Markdown file, or a folder of them"),
    DOMAIN,
    Option("words", int, 260, "the longest the article may be: words, or characters in Chinese", 20, 5_000),
    Option("style", Path, help="the house style, a TOML"),
    Option("language", str, help="of the article; else that of the reports, or English", choices=("en", "zh")),
    Option("writer", str, help="a language model, as text-generation takes it: a bundle or preset:FOLDER; it words what the "
                               "rules wrote, and what the sources don't carry of that is dropped"),
    Option("phrasing", str, "model", "who words the slots of a venue, where a model is given: its network, or people, whose "
                                     "sentences for the same slots it keeps", choices=("model", "people")),
    Option("seed", int, 0, "another seed, other words", 0),
)
CHECKING_OPTIONS = (
    Option("facts", Path, help="what is true: a JSON, TOML or CSV file"),
    Option("format", str, help="what standard output and .txt hold: marked text, a page, JSON, or the rows of gsml.csv",
           choices=("text", "html", "json", "gsml")),
    DOMAIN,
    Option("max_characters", int, 200_000, "refuse a longer text", 1, 1_000_000_000),
)


@hookimpl
def entai_tasks() -> list[TaskSpec]:
    """Writing news, and checking texts against facts, both rules and data without a trained model; language models."""
    return [
        TaskSpec(WRITING, "news from facts and reports, every sentence with its sources",
                 input="entai_text.material:Material", output="entai_text.story:Story", data="entai_text.lessons:Lessons",
                 implementation="entai_text.writing:NewsWriter", options=WRITING_OPTIONS, input_optional=True,
                 default_recipe=SLOTS, needs_model=False, joins=True),
        TaskSpec(CHECKING, "wrong names, numbers, days, words and comparisons of a text, with corrections",
                 input="entai.media:Text", output="entai_text.checked:Checked", data="entai_text.games:Games",
                 implementation="entai_text.checking:NewsChecker", options=CHECKING_OPTIONS, needs_model=False),
        generation.task(),
    ]


@hookimpl
def entai_recipes() -> list[RecipeSpec]:
    """A realiser that learns from pairs of slots and sentences, checked by rules; and language models."""
    return [RecipeSpec(WRITING, SLOTS, "slots to a sentence: a small decoder, its sentences checked slot by slot",
                       "entai_text.realising.recipe:SlotToText", {"venues": "entai_text:models/venues"}),
            *generation.recipes()]
