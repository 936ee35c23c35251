"""The task text-generation: from a prompt to text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, overload

from entai import Evaluation, Exhibit, Explanation, Split, Task, Text
from entai.spec import Options
from entai.task import Part
from entai_text.generation import exhibits, made_up, measure, parts
from entai_text.generation.choosing import choose
from entai_text.generation.corpus import Corpus
from entai_text.generation.drawing import draw, pens_for
from entai_text.generation.flow import Flow
from entai_text.generation.model import LanguageModel
from entai_text.generation.opening import opening
from entai_text.generation.plan import Plan

Chunk: TypeAlias = str


class TextGenerator(Task[Text, Chunk, Text, Corpus]):
    """Goes on with a prompt, freely or bound to choices, a pattern or a JSON schema."""

    Model = LanguageModel
    model: LanguageModel

    @classmethod
    def load(cls, model: Any = None) -> TextGenerator:
        """The generator with a shipped model, a bundle, or `preset:FOLDER`."""
        import entai

        return entai.load("text-generation", model)  # type: ignore[return-value]

    @overload
    def generate(self, prompt: str, **options: Any) -> str: ...

    @overload
    def generate(self, prompt: list[str], **options: Any) -> list[str]: ...

    def generate(self, prompt: str | list[str], **options: Any) -> str | list[str]:
        """Text that goes on from a prompt; for several prompts, a list of texts, drawn together.

        Args:
            prompt: A text, or several of different lengths; an empty one begins a new text.
            options: Those of the task (`max_tokens`, `temperature`, `regex`, ...).

        Raises:
            EntaiError: The prompt has no room in the model, or what was wished for can't be honoured.
        """
        chosen = self.spec.resolve(options)
        if isinstance(prompt, str):
            return "".join(self._written(prompt, chosen))
        texts = [[text] if chosen["include_prompt"] else [] for text in prompt]
        for number, piece in self._all(prompt, chosen):
            texts[number].append(piece)
        return ["".join(pieces) for pieces in texts]

    def stream(self, prompt: str, **options: Any) -> Iterator[str]:
        """The same text as `generate`, in pieces of whole characters, each as soon as it is certain."""
        return self._written(prompt, self.spec.resolve(options))

    def chunks(self, value: Text | None, options: Options) -> Iterator[Chunk]:
        """The prompt."""
        yield value.text if value is not None else ""

    def predict(self, chunks: Iterable[Chunk], options: Options) -> Iterator[Chunk]:
        """Pieces of the text that goes on from it."""
        for prompt in chunks:
            yield from self._written(prompt, options)

    def join(self, chunks: Iterable[Chunk], value: Text | None, options: Options) -> Text:
        """The text, which flows while it is written."""
        return Flow(iter(chunks), value.name if value is not None else "text")

    def _written(self, prompt: str, options: Options) -> Iterator[str]:
        if options["include_prompt"]:
            yield prompt
        yield from (piece for _, piece in self._all([prompt], options))

    def _all(self, prompts: list[str], options: Options) -> Iterator[tuple[int, str]]:
        plan = Plan.of(options)
        openings = [opening(self.model, prompt, plan) for prompt in prompts]
        if plan.choices:
            yield from ((number, choose(self.model, tokens, plan)) for number, tokens in enumerate(openings))
        elif prompts:
            yield from draw(self.model, pens_for(self.model, openings, plan))

    def explain(self, value: Text | None, options: Options) -> Explanation:
        """What was likely at every token, and what else was."""
        from entai_text.generation import reasons  # late: it imports pandas, half a second

        prompt = value.text if value is not None else ""
        plan = Plan.of(options)
        return reasons.explain(self.model, opening(self.model, prompt, plan), plan)

    @classmethod
    def split(cls, data: Corpus, seed: int) -> Split[Corpus]:
        """As the files are named, else by document, else the end of every text."""
        return parts.split(data, seed)

    def measure(self, split: Split[Corpus], part: Part) -> Evaluation:
        """Loss, bits a byte, perplexity; variety of what it writes, and how much of that it copies."""
        held = split.test if part == "test" and split.test is not None else split.valid
        return measure.measure(self.model, held, split.train)

    @classmethod
    def synthetic(cls, seed: int) -> Corpus:
        """Sentences from a small grammar."""
        return made_up.corpus(seed)

    @classmethod
    def example(cls, data: Corpus) -> tuple[Text | None, dict[str, Any]]:
        """How the first text begins."""
        return Text(data.documents[0][:12]), {"max_tokens": 20}

    @classmethod
    def demo(cls) -> Iterator[Exhibit]:
        """A verse gone on with, and an answer bound to a form."""
        return exhibits.exhibits()
