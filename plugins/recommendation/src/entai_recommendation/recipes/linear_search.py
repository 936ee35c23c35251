"""The search for linear-seq's settings on the validation events."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entai import Interactions, Run, Split
from entai_recommendation.lags import HORIZON
from entai_recommendation.linear import Component, pack, unpack
from entai_recommendation.people import Floats
from entai_recommendation.recipes.judge import Judge
from entai_recommendation.recipes.linear_sums import Sums


@dataclass(frozen=True)
class Choice:
    """What is searched for: ridges, powers of age, and the weight of together against next, each of unit spread."""

    together_ridge: float
    together_power: float
    next_ridge: float
    next_power: float
    share: float


STEPS = 22
"""Of the whole fit, as its progress counts them."""


def component(which: str, matrix: Any, power: float, weight: float = 1.0) -> Component:
    """One of the two parts of a score; next looks back as far as it has learnt to, and not beyond."""
    return Component(matrix, power, weight, HORIZON if which == "next" else 0)


class Search:
    """Chooses ridges, powers and share by NDCG@10 on the validation events.

    One setting after the other: the ridge and the power of next, then those of together, each with the best share; and
    once more, for what next by itself is best with is not always best beside the other.
    """

    factors: tuple[float, ...] = (1.0, 1 / 3, 3.0)
    powers: tuple[float, ...] = (0.7, 1.0, 1.4)
    shares: tuple[float, ...] = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0)

    def __init__(self, start: Choice, sums: Sums, split: Split[Interactions], head: NDArray[np.int32],
                 run: Run) -> None:
        self._sums, self._run, self._done = sums, run, 0
        self._chosen, self._figure = replace(start, share=0.0), -1.0
        self._scores: dict[str, Floats] = {}
        self._judge = Judge(split, head, run.seed)

    def best(self, keep: int) -> tuple[Choice, dict[str, float]]:
        """The settings chosen, and what they gave; with `keep`, also what pruning to so many entries a row costs."""
        for which in ("next", "together") * 2:
            self._component(which)
        figures = {"validation NDCG@10": round(self._figure, 4)}
        figures |= {name: round(value, 4) for name, value in asdict(self._chosen).items()}
        if keep:
            figures["validation NDCG@10 of whole matrices"] = round(self._judge.ndcg(self._both(0)), 4)
            figures[f"validation NDCG@10 with {keep} entries a row"] = round(self._judge.ndcg(self._both(keep)), 4)
        return self._chosen, figures

    def _both(self, keep: int) -> Floats:
        """Scores of the chosen settings, from matrices pruned to `keep` entries a row."""
        chosen, total = self._chosen, np.zeros((len(self._judge.people), len(self._sums.counts)), np.float32)
        for which, ridge, power, share in (("together", chosen.together_ridge, chosen.together_power, chosen.share),
                                           ("next", chosen.next_ridge, chosen.next_power, 1.0)):
            matrix = getattr(self._sums, which)(ridge)
            spread = float(component(which, matrix, power).score(self._judge.people)[:500].std()) or 1.0
            pruned = unpack(pack(which, matrix, keep), which)
            total += component(which, pruned, power, share / spread).score(self._judge.people)
        return total

    def _component(self, which: str) -> None:
        """Choose the ridge of one part with its power as it is, then the power with the ridge found."""
        start, power = (getattr(self._chosen, f"{which}_{name}") for name in ("ridge", "power"))
        reached, ridge, matrix = -1.0, start, np.empty(0, np.float32)
        for other_ridge in (start * factor for factor in self.factors):
            other = getattr(self._sums, which)(other_ridge)
            figure = self._try(which, other, other_ridge, power)
            if figure > reached:
                reached, ridge, matrix = figure, other_ridge, other
        for other_power in sorted({*self.powers} - {power}):
            self._try(which, matrix, ridge, other_power)

    def _try(self, which: str, matrix: Floats, ridge: float, power: float) -> float:
        """Score one candidate beside the other part as it was chosen; the search remembers the best of all."""
        scores = component(which, matrix, power).score(self._judge.people)
        scores /= scores[:500].std() or 1.0
        parts, reached = self._scores | {which: scores}, -1.0
        for share in self.shares if which == "together" else (self._chosen.share,):
            figure = self._judge.ndcg(parts["next"] + share * parts["together"] if share else parts["next"])
            reached = max(reached, figure)
            if figure > self._figure:
                changes = {f"{which}_ridge": ridge, f"{which}_power": power}
                self._chosen = replace(self._chosen, share=share, **changes)
                self._scores, self._figure = parts, figure
        self._done += 1
        self._run.progress(self._done, STEPS, f"searching: {which}, ridge {ridge:.3g}, NDCG@10 {self._figure:.4f}")
        return reached
