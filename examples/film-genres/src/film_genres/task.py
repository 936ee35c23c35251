"""Genres from a title and year: three-letter pieces, hashed ("197" tells the decade), one hidden layer, sigmoids."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

import entai.metrics


class Titles(entai.Table):
    @classmethod
    def from_text(cls, text: str) -> "Titles":
        return cls.of({"title": [text]})

    def pieces(self) -> np.ndarray:
        bins = [[zlib.crc32(f" {title.lower()} "[at:at + 3].encode()) % 1024 for at in range(len(title) + 1)]
                for title in self.column("title")]
        return np.array([np.bincount(row, minlength=1024) for row in bins], np.float32)

    def labels(self, names: Iterable[str]) -> np.ndarray:
        return np.array([[name in entry.split("|") for name in names] for entry in self.column("genres")], np.float32)


@dataclass(frozen=True)
class Trigrams(entai.KerasRecipe):
    width: int = entai.setting(64, "units of the hidden layer", 1)
    train = entai.TrainConfig(epochs=20, patience=3)

    def assets(self, split: entai.Split) -> tuple[dict[str, list[str]], tuple[str, ...]]:
        return {"genres": sorted({name for entry in split.train.column("genres") for name in entry.split("|")})}, ()

    def sizes(self, split: entai.Split) -> dict[str, int]:
        return {"genres": len(self.assets(split)[0]["genres"])}

    def build(self, sizes: dict[str, int]) -> object:
        from keras import Input, Sequential, layers
        return Sequential([Input((1024,)), layers.Dense(self.width, "relu"), layers.Dropout(0.3),
                           layers.Dense(sizes["genres"], "sigmoid")])

    def loss(self) -> str:
        return "binary_crossentropy"

    def examples(self, split: entai.Split) -> list[entai.ArrayDataset]:
        names = self.assets(split)[0]["genres"]
        return [entai.ArrayDataset(films.pieces(), films.labels(names)) for films in (split.train, split.valid)]

    def restore(self, state: entai.State) -> tuple[object, np.ndarray]:
        return self.network(state), np.array(state.assets["genres"])


class FilmGenres(entai.Task):
    def predict(self, chunks: Iterable[Titles], options: dict[str, float]) -> Iterator[entai.Table]:
        for films in chunks:
            p = self.model[0](films.pieces())
            genres = ["|".join(self.model[1][row >= options["threshold"]]) for row in p]
            yield entai.Table.of({"title": films.column("title"), "genres": genres, "probability": p.max(1)})

    @classmethod
    def split(cls, data: Titles, seed: int) -> entai.Split:
        parts = [Titles(data.frame[rows], data.name) for rows in entai.hold_out(len(data.column("genres")), seed)]
        return entai.Split(*parts, "a tenth of the films for test, a tenth for validation", parts[2].fingerprint())

    def measure(self, split: entai.Split, part: str) -> entai.Evaluation:
        films, (network, names), threshold = getattr(split, part), self.model, self.spec.options[0].default
        return entai.Evaluation(entai.metrics.measure_labels(films.labels(names), network(films.pieces()) >= threshold))

    def explain(self, value: Titles, options: dict[str, float]) -> entai.Explanation:
        words = value.column("title")[0].split()
        films = Titles.of({"title": [" ".join(words[:at] + words[at + 1:]) for at in range(len(words), -1, -1)]})
        p = self.model[0](films.pieces()).astype(float)
        parts = tuple(map(entai.Part, words, p[0, best := p[0].argmax()] - p[:0:-1, best]))
        why = entai.Attribution(self.model[1][best], p[0, best], parts, p[0, best] - sum(part.amount for part in parts))
        return entai.Explanation(" ".join(words), "What the likeliest genre loses when a word is left out.", (why,))

    @classmethod
    def synthetic(cls, seed: int) -> Titles:
        names = np.random.default_rng(seed).choice(["Horror", "Comedy", "Horror|War"], 240)
        return Titles.of({"title": [f"{name} {n} (19{n % 90 + 10})" for n, name in enumerate(names)], "genres": names})

    @classmethod
    def example(cls, data: Titles) -> tuple[Titles, dict[str, float]]:
        return data, {}
