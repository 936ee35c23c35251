"""The task: from people's histories to ranked lists, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from entai import EntaiError, Evaluation, Exhibit, Explanation, Interactions, Ranking, Split, State, Table, Task
from entai.spec import Options
from entai.task import Part
from entai_recommendation import asked, demo, synthetic
from entai_recommendation.cold import WithCold
from entai_recommendation.filters import allowed
from entai_recommendation.growth import grown
from entai_recommendation.lists import How, block_size, ranked
from entai_recommendation.measure import measure
from entai_recommendation.people import Floats, People
from entai_recommendation.reasons import attributions, in_words
from entai_recommendation.scorer import Scorer
from entai_recommendation.split import leave_one_out, together

Block: TypeAlias = People | Ranking


class Recommender(Task[Table, Block, Ranking, Interactions]):
    """Recommends items to people. The model is a `Scorer`."""

    Model: ClassVar[type] = Scorer
    model: Scorer

    @classmethod
    def load(cls, model: str | None = None) -> Recommender:
        """A recommender with a shipped model (by name) or your own (by path)."""
        import entai

        return entai.load("recommendation", model)  # type: ignore[return-value]

    def recommend(self, user_id: Any = None, num_recommendations: int = 10, history: Sequence[Any] | None = None,
                  **options: Any) -> pd.DataFrame:
        """The best items for one person.

        Args:
            user_id: A person whose history the model keeps, by raw id.
            num_recommendations: How many rows to return.
            history: In place of an id, titles or raw ids that the person has had, oldest first.
            options: Other options of the task, such as `genres`.

        Returns:
            Columns `user, rank, item, title, score, because`, best first.
        """
        if user_id is not None:
            options["user"] = str(user_id)
        if history is not None:
            options["history"] = [str(name) for name in history]
        ranking: Ranking = self(None, k=num_recommendations, **options)
        frame: pd.DataFrame = ranking.frame
        return frame

    def chunks(self, value: Table | None, options: Options) -> Iterator[Block]:
        """People in groups of bounded size."""
        people = asked.from_options(self.model, options) if value is None else asked.from_table(self.model, value)
        return people.blocks(block_size(len(self.model.catalogue)))

    def predict(self, chunks: Iterable[Block], options: Options) -> Iterator[Block]:
        """A ranking for each group."""
        if options["diversity"] and options["calibrated"]:
            raise EntaiError("give diversity or calibrated, not both")
        scorer = WithCold(self.model) if options["cold"] else self.model
        how = How(allowed(self.model.catalogue, options), options["exclude_seen"], options["newest"],
                  options["diversity"], options["calibrated"])
        for people in chunks:
            assert isinstance(people, People)
            lists, scores = ranked(scorer, people, options["k"], how)
            reasons = self._reasons(scorer, people.newest(how.newest) if how.newest else people, lists) \
                if options["reasons"] else ""
            yield self._ranking(people, lists, scores, reasons)

    def join(self, chunks: Iterable[Block], value: Table | None, options: Options) -> Ranking:
        """All rankings in one."""
        return Ranking.joined([chunk for chunk in chunks if isinstance(chunk, Ranking)])

    def _reasons(self, scorer: Scorer, people: People, lists: NDArray[np.int64]) -> list[str]:
        return [reason for index, numbers in enumerate(lists)
                for reason in in_words(scorer, people.take(np.array([index])), numbers[numbers >= 0])]

    def _ranking(self, people: People, lists: NDArray[np.int64], scores: Floats, because: list[str] | str) -> Ranking:
        row, place = np.nonzero(lists >= 0)
        items = lists[row, place]
        catalogue = self.model.catalogue
        return Ranking(pd.DataFrame({"user": people.names[row], "rank": place + 1, "item": catalogue.ids[items],
                                     "title": catalogue.titles[items], "score": scores[row, place],
                                     "because": because}))

    @classmethod
    def joined(cls, data: Interactions, start: State) -> Interactions:
        """New events behind the histories that the model keeps."""
        return grown(data, start)

    @classmethod
    def split(cls, data: Interactions, seed: int) -> Split[Interactions]:
        """Leave one out, in time."""
        return leave_one_out(data)

    def measure(self, split: Split[Interactions], part: Part) -> Evaluation:
        """Rank the whole catalogue for each held-out event."""
        if part == "test" and split.test is not None:
            return measure(self.model, together(split), split.test)
        return measure(self.model, split.train, split.valid)

    def explain(self, value: Table | None, options: Options) -> Explanation:
        """Why the first items of one person's list stand there."""
        people = asked.from_options(self.model, options) if value is None else asked.from_table(self.model, value)
        person = people.take(np.array([0]))
        ranking = self(value, **{**options, "reasons": False}).frame
        shown = ranking[ranking["user"] == person.names[0]].head(options["k"])
        items = np.array([self.model.catalogue.number(item) for item in shown["item"]], np.int64)
        who = f"user {person.names[0]}" if person.names[0] else "this history"
        text = ("Each bar is what one film of the history adds to the score, as a share of all that speaks for it; what "
                "speaks against is shown, too. The bars and the rest add up to the score.")
        scorer = WithCold(self.model) if options["cold"] else self.model
        looked_at = person.newest(options["newest"]) if options["newest"] else person
        return Explanation(f"Why these, for {who}", text, attributions(scorer, looked_at, items))

    @classmethod
    def synthetic(cls, seed: int) -> Interactions:
        """Made-up people with tastes and habits."""
        return synthetic.interactions(seed)

    @classmethod
    def example(cls, data: Interactions) -> tuple[Table | None, dict[str, Any]]:
        """The first person, by what they have had."""
        first = data.catalogue.ids[data.item[data.user == 0]]
        return None, {"history": [str(item) for item in first], "k": 5}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """Learn from real people, recommend to one of them, and say why."""
        return demo.exhibits()
