"""The task news-writing: from facts and reports to an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from entai import EntaiError, Evaluation, Exhibit, Explanation, Split, State, Task
from entai.spec import Options
from entai.task import Part
from entai_text import demo, lessons
from entai_text.lessons import Lessons
from entai_text.material import Material
from entai_text.news.article import Article
from entai_text.news.newsroom import write_news
from entai_text.news.reports import load_reports
from entai_text.refusals import plainly
from entai_text.story import Story

Chunk: TypeAlias = Material | Article


class NewsWriter(Task[Material, Chunk, Story, Lessons]):
    """Writes an article: plans what matters, says it in varied words, quotes reports, and cites for every sentence."""

    @classmethod
    def load(cls, model: str | None = None) -> NewsWriter:
        """The writer, ready to be called; with a model it says slots in learned sentences."""
        import entai

        return entai.load("news-writing", model)  # type: ignore[return-value]

    def chunks(self, value: Material | None, options: Options) -> Iterator[Chunk]:
        """All that was given is one article."""
        yield value if value is not None else Material(None)

    def predict(self, chunks: Iterable[Chunk], options: Options) -> Iterator[Chunk]:
        """Write it."""
        for material in chunks:
            assert isinstance(material, Material)
            yield self._said(material, options) or self._written(material, options)

    def _said(self, material: Material, options: Options) -> Article | None:
        """Slots in the words of the learned realiser; None without one, or where the material is of something else."""
        if self.model is None:
            return None
        from entai_text.realising.story import slot_article, slots_of

        meaning = slots_of(material.record)
        if meaning is None:
            return None
        return slot_article(meaning, next(self.model.say([meaning], options["seed"], options["phrasing"])))

    def _written(self, material: Material, options: Options) -> Article:
        """An article by rules; a language model may word it."""
        if options["phrasing"] == "people":
            raise EntaiError("phrasing=people says the slots of a venue, with a model that keeps people's sentences "
                             "(--model venues); leave it out here")
        facts, reports = material.facts(options["domain"]), material.told()
        with plainly():
            if options["reports"] is not None:
                reports += load_reports(options["reports"])
            if facts is None and not reports:
                raise EntaiError("there is nothing to write about: give facts as input (game.json), reports "
                                 "(--set reports=FOLDER), or both")
            article = write_news(facts, reports, options["language"], options["words"], options["seed"], options["style"],
                                 options["domain"])
        if not options["writer"]:
            return article
        from entai_text.wording import in_words_of

        return in_words_of(options["writer"], article, facts, reports, options)

    def join(self, chunks: Iterable[Chunk], value: Material | None, options: Options) -> Story:
        """The article as a value."""
        article, = chunks
        assert isinstance(article, Article)
        return Story(article)

    def explain(self, value: Material | None, options: Options) -> Explanation:
        """What every sentence rests on."""
        from entai_text.reasons import of_story

        return of_story(self(value, **options).article)

    @classmethod
    def joined(cls, data: Lessons, start: State) -> Lessons:
        """The new pairs; a realiser that learns from them keeps its words."""
        lexicon: Any = start.assets["lexicon"]
        return replace(data, pairs=replace(lessons.pairs_of(data), lexicon=lexicon))

    @classmethod
    def split(cls, data: Lessons, seed: int) -> Split[Lessons]:
        """A third of the games is held out; of pairs, the parts that the data bring."""
        return lessons.split(data, seed)

    def measure(self, split: Split[Lessons], part: Part) -> Evaluation:
        """Without a model: articles on the games. With one: its sentences for the pairs."""
        held = split.test if part == "test" and split.test is not None else split.valid
        if self.model is not None:
            from entai_text.realising.measure import measure

            return measure(self.model, lessons.pairs_of(held))
        if held.games is None:
            raise EntaiError(f"{held.name} holds no games; on pairs of slots and sentences a model is measured (--model)")
        from entai_text.measured import of_games

        return of_games(held.games)

    @classmethod
    def synthetic(cls, seed: int) -> Lessons:
        """Made-up games, and for the recipe made-up pairs."""
        from entai_text import made_up
        from entai_text.realising.made_up import pairs

        return Lessons(made_up.games(seed), pairs(seed))

    @classmethod
    def example(cls, data: Lessons) -> tuple[Material | None, dict[str, Any]]:
        """The first game."""
        assert data.games is not None  # synthetic data have games
        first = data.games.games[0]
        return replace(Material.of(dict(first.record)), name=first.id), {"words": 120}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """An article from a game, and one from reports that contradict each other."""
        return demo.writing()

