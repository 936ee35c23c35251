"""A language model words an article; every sentence of it is checked, and the rules' own stands where it fails."""

from __future__ import annotations

from entai import EntaiError, Text
from entai.spec import Options
from entai_text.news.article import Article
from entai_text.news.facts import Facts
from entai_text.news.reports import Report
from entai_text.news.rewording import Rewrite, reworded
from entai_text.news.write.grammar import load_grammar

PROMPTS = {
    "en": "Write this sentence in other words. Keep every name and every number. Add nothing.\n"
          "Sentence: {text}\nIn other words:",
    "zh": "请换一种说法写这句话。保留所有名字和数字，不要添加内容。\n原句：{text}\n换一种说法：",
}


def in_words_of(model: str, article: Article, facts: Facts | None, reports: list[Report], options: Options) -> Article:
    """An article in a language model's words, as far as they are true.

    Args:
        model: As `entai.load("text-generation", model)` takes it.
        article: As the rules wrote it.
        facts, reports: What it was written from.
        options: Of the run (`domain`, `seed`).
    """
    grammar = load_grammar(options["domain"] or facts.domain, article.language) if facts is not None else None
    return reworded(article, writer(model, article.language, options["seed"]), facts, reports, grammar)


def writer(model: str, language: str, seed: int) -> Rewrite:
    """A language model as a function from a sentence to another; a sentence that is too long for it gives none."""
    import entai

    generate = entai.load("text-generation", model)

    def rewrite(text: str) -> str:
        prompt = PROMPTS[language[:2]].format(text=text)
        try:
            said = generate(Text(prompt), max_tokens=2 * len(text.split()) + 60, stop=["\n"], temperature=0.7, seed=seed)
        except EntaiError:
            return ""
        return str(said.text).strip().strip('"“”')

    return rewrite
