"""Loudness of words, learnt by their first letter."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import entai
from entai import Attribution, EntaiError, Evaluation, Explanation, Measured, Part, Split, State, Table


def words():
    return Shouting.synthetic(0)


def column(table, name):
    if table is None or name not in table.frame or table.frame.empty:
        raise EntaiError(f"the table needs rows with a column {name}")
    return table.frame[name]


def loudness(table):
    values = pd.to_numeric(column(table, "loudness"), errors="coerce")
    if values.isna().any():
        raise EntaiError("a loudness is no number")
    return values.to_numpy(float)


@dataclass(frozen=True)
class Letters(entai.Recipe):
    shrink: float = entai.setting(1.0, "pseudo-counts", 0, 100)

    def fit(self, split, run):
        values, letters = loudness(split.train), [word[0] for word in column(split.train, "word")]
        overall = values.mean()
        sums = {letter: [0.0, 0] for letter in sorted(set(letters))}
        for letter, value in zip(letters, values, strict=True):
            sums[letter][0] += value
            sums[letter][1] += 1
        means = np.array([(total + self.shrink * overall) / (count + self.shrink) for total, count in sums.values()])
        return State({"means": means, "overall": np.array(overall)}, {"letters": list(sums)})

    def restore(self, state):
        return state


@dataclass(frozen=True)
class Mean(entai.Recipe):
    def fit(self, split, run):
        return State({"means": np.array([]), "overall": np.array(loudness(split.train).mean())}, {"letters": []})

    def restore(self, state):
        return state


class Shouting(entai.Task):
    Model = State

    def score(self, word):
        letters = self.model.assets["letters"]
        known = word[:1] in letters
        return float(self.model.arrays["means"][letters.index(word[0])] if known else self.model.arrays["overall"])

    def chunks(self, value, options):
        yield from column(value, "word")

    def predict(self, chunks, options):
        for word in chunks:
            yield word, word.upper() + "!" * options["volume"], self.score(word)

    def join(self, chunks, value, options):
        return Table(pd.DataFrame(list(chunks), columns=["word", "shout", "loudness"]))

    @classmethod
    def split(cls, data, seed):
        loudness(data), column(data, "word")
        part = np.random.default_rng(seed).permutation(len(data.frame)) % 4
        train, valid, test = (Table(data.frame[mask]) for mask in (part > 1, part == 1, part == 0))
        return Split(train, valid, test, "a quarter of the words each", test.fingerprint())

    def measure(self, split, part):
        table = getattr(split, part)
        errors = np.abs([self.score(word) for word in table.frame["word"]] - loudness(table))
        return Evaluation({"error": Measured.mean(errors, higher_is_better=False)})

    def explain(self, value, options):
        word = str(column(value, "word").iloc[0])
        score, overall = self.score(word), float(self.model.arrays["overall"])
        parts = (Part("all words", overall), Part("its first letter", score - overall))
        return Explanation(word, "Both add up.", (Attribution(word, score, parts),))

    @classmethod
    def synthetic(cls, seed):
        rng = np.random.default_rng(seed)
        letters = rng.choice(list("abcd"), 80)
        rows = [(letter + "x" * n, "abcd".index(letter) + rng.normal()) for n, letter in enumerate(letters, 1)]
        return Table(pd.DataFrame(rows, columns=["word", "loudness"]), "words")

    @classmethod
    def example(cls, data):
        return Table(data.frame[["word"]].head(3)), {"volume": 3}
