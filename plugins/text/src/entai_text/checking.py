"""The task news-checking: what in a text is wrong, by the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from entai import EntaiError, Evaluation, Exhibit, Explanation, Measured, Split, Task, Text
from entai.spec import Options
from entai.task import Part
from entai_text import demo, games, reasons
from entai_text.checked import Checked
from entai_text.games import Game, Games, matches
from entai_text.news.check import check, gsml_rows
from entai_text.news.facts import Facts, gather, load_facts
from entai_text.refusals import plainly

Chunk: TypeAlias = Text | Checked


class NewsChecker(Task[Text, Chunk, Checked, Games]):
    """Marks each wrong name, number, day, word and comparison of a text, with what the facts say."""

    @classmethod
    def load(cls) -> NewsChecker:
        """The checker, ready to be called."""
        import entai

        return entai.load("news-checking")  # type: ignore[return-value]

    def chunks(self, value: Text | None, options: Options) -> Iterator[Chunk]:
        """The whole text: what a sentence means depends on those before it."""
        assert value is not None
        yield value

    def predict(self, chunks: Iterable[Chunk], options: Options) -> Iterator[Chunk]:
        """Mark it."""
        for text in chunks:
            assert isinstance(text, Text)
            if len(text.text) > options["max_characters"]:
                raise EntaiError(f"{text.name} has {len(text.text):,} characters, more than {options['max_characters']:,}; "
                                 "--set max_characters=NUMBER lifts the limit (10,000 take about a second)")
            with plainly():
                marks = check(text.text, _facts(options))
            yield Checked(text.text, tuple(marks), text.name, options["format"] or "text")

    def join(self, chunks: Iterable[Chunk], value: Text | None, options: Options) -> Checked:
        """The marked text."""
        checked, = chunks
        assert isinstance(checked, Checked)
        return checked

    def explain(self, value: Text | None, options: Options) -> Explanation:
        """Why each place is marked."""
        checked = self(value, **options)
        with plainly():
            return reasons.of_marks(checked, _facts(options))

    @classmethod
    def split(cls, data: Games, seed: int) -> Split[Games]:
        """A third of the games is held out."""
        return games.split(data)

    def measure(self, split: Split[Games], part: Part) -> Evaluation:
        """Recall and precision of people's marks; the cases are texts."""
        held = split.test if part == "test" and split.test is not None else split.valid
        texts = [game for game in held.games if game.text is not None]
        if not texts or not held.marked:
            raise EntaiError(f"{held.name} holds no marked texts; checking is measured on a folder with a .jsonl of games, "
                             "texts/ and gsml.csv")
        with plainly():
            counts = np.array([_counts(game) for game in texts], np.float64)
        both, theirs, ours = counts.T
        if not theirs.sum():
            raise EntaiError(f"nobody marked anything in the texts of {held.name}")
        return Evaluation({"recall": _ratio(both, theirs), "precision": _ratio(both, ours),
                           "F1": _ratio(2 * both, theirs + ours)})

    @classmethod
    def synthetic(cls, seed: int) -> Games:
        """Made-up games, and texts about them with mistakes that are known."""
        from entai_text import made_up

        return made_up.games(seed)

    @classmethod
    def example(cls, data: Games) -> tuple[Text | None, dict[str, Any]]:
        """A text about the game that travels with the plugin."""
        return demo.draft(), {"facts": demo.GAME}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """A draft with mistakes, marked."""
        return demo.checking()


def _facts(options: Options) -> Facts:
    if options["facts"] is None:
        raise EntaiError("say what is true: --set facts=game.json (JSON, TOML or CSV)")
    return load_facts(options["facts"], options["domain"])


def _counts(game: Game) -> tuple[int, int, int]:
    """Marks that agree, people's marks, our marks."""
    assert game.text is not None
    rows = gsml_rows(game.text, check(game.text, gather(game.record, name=game.id)), game.id)
    ours = [(int(row["DOC_TOKEN_START"]), int(row["DOC_TOKEN_END"])) for row in rows]
    return sum(1 for _ in matches(ours, game.marks)), len(game.marks), len(ours)


def _ratio(over: NDArray[np.float64], under: NDArray[np.float64]) -> Measured:
    """A ratio of sums over texts; 0 where nothing is under the line."""
    def statistic(weights: Any) -> Any:
        below = weights @ under
        return np.divide(weights @ over, below, out=np.zeros_like(below), where=below > 0)

    return Measured(len(over), None, statistic)
