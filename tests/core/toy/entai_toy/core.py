from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from entai import (
    Attribution,
    EntaiError,
    Evaluation,
    Explanation,
    Measured,
    Media,
    Option,
    Part,
    Parts,
    Recipe,
    Split,
    State,
    Task,
)
from entai.spec import setting


@dataclass(frozen=True)
class Words(Media):
    text: str
    name: str = "words"
    suffixes = (".txt", ".md")
    textual = True
    read_options = (Option("encoding", str, "utf-8", "of the file"),)
    write_options = (Option("newline", bool, True, "end with one"),)

    @classmethod
    def read(cls, source, **options):
        try:
            raw = source.read_bytes() if isinstance(source, Path) else source.read()
            return cls(raw.decode(options.get("encoding", "utf-8")), getattr(source, "stem", "stdin"))
        except (OSError, UnicodeDecodeError, LookupError) as error:
            raise EntaiError(f"{source} can't be read: {error}") from error

    @classmethod
    def of(cls, value):
        return cls(str(value))

    @classmethod
    def from_text(cls, text):
        return cls(text)

    def write(self, target, suffix, **options):
        content = (self.text + "\n" * options.get("newline", True)).encode()
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            target.write(content)

    def to_html(self):
        return f"<p>{escape(self.text)}</p>"

    def fingerprint(self):
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Blob(Words):
    suffixes = (".bin",)
    textual = False


class Shout(Task):
    def chunks(self, value, options):
        text = "nothing" if value is None else value.text.strip()
        yield from text.split()

    def predict(self, chunks, options):
        for word in chunks:
            if word == "bad":
                raise EntaiError("there is a bad word")
            if word == "boom":
                raise RuntimeError("kaboom")
            if word == "eof":
                raise EOFError("no more")
            if word == "sleep":
                print("sleeping", flush=True)
                time.sleep(60)
            yield (word.upper() if options["loud"] else word) * options["times"]

    def join(self, chunks, value, options):
        ending = "!" if options["ending"] == "bang" else ""
        more = options["suffix"].read_text() if options["suffix"] else ""
        kind = Blob if self.spec.name == "toy-blob" else Words
        return kind(" ".join(chunks) + ending + more)

    @classmethod
    def split(cls, data, seed):
        words = data.text.split()
        if len(words) < 3:
            raise EntaiError(f"{data.name} has fewer than three words")
        held = hashlib.sha256(" ".join(words[-2:]).encode()).hexdigest()[:16]
        return Split(words[:-2], words[-2:-1], words[-1:], "the last two words", held)

    def measure(self, split, part):
        word = (split.test if part == "test" else split.valid)[0]
        size = float(self.model["size"][0])
        return Evaluation({"closeness": Measured.mean(np.linspace(0, 1, 40) / size + 0 * len(word))})

    def explain(self, value, options):
        return Explanation("Why so loud", f"because of {value.text}", (Attribution("A", 3.0, (Part("x", 2.0), Part("y", -1.0)), 2.0),))

    @classmethod
    def synthetic(cls, seed):
        return words()

    @classmethod
    def example(cls, data):
        return Words("hello"), {}


class Stems(Shout):
    def chunks(self, value, options):
        yield value

    def predict(self, chunks, options):
        for value in chunks:
            first, _, rest = value.text.strip().partition(" ")
            first = f"{self.model or ''}{first}"
            yield Parts({"first": Words(first), "rest": Words(rest)}) if self.spec.gives_parts(options) else Words(first)

    def join(self, chunks, value, options):
        (whole,) = chunks
        return whole


def preset(folder):
    return (folder / "prefix.txt").read_text()


@dataclass(frozen=True)
class Plain(Recipe):
    size: float = setting(1.0, "divides", 0.5, 10)
    keep: bool = setting(False, "keep the words")

    def fit(self, split, run):
        assert split.test is None
        assets = {"words": {"text": np.array(split.train)}} if self.keep else {}
        return State({"size": np.array([self.size]), "seed": np.array([run.seed])}, assets, tuple(assets))

    def restore(self, state):
        return state.arrays


@dataclass(frozen=True)
class Begun(Plain):
    formats = ("words", "lines")

    def fit(self, split, run):
        if run.start is None:
            raise EntaiError("there is nothing to go on from")
        return State({"size": np.array([self.size])}, run.start.assets)

    def export(self, state, form, out):
        out.write_text(f"{form}: {state.assets['begun']['prefix']}")

    @classmethod
    def from_preset(cls, folder):
        return State({}, {"begun": {"prefix": preset(folder)}})


def begun(folder):
    return {"size": np.array([float(len(preset(folder)))])}


def words():
    return Words("one two three four five six seven eight nine ten eleven twelve", "toy-words")


