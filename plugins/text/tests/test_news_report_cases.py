"""The ten cases of reports, held against the rules by means that share nothing with the writer's own guard."""

import re
import tomllib
from pathlib import Path

import pytest

from entai_text.news.reports import load_reports, write_from_reports

CASES = sorted(path for path in (Path(__file__).parent / "news_cases").iterdir() if path.is_dir())
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
COMMON = {"According", "From", "Monday", "Sunday"}


@pytest.fixture(scope="module", params=[(path, seed) for path in CASES for seed in range(5)],
                ids=lambda pair: f"{pair[0].name}-{pair[1]}")
def case(request):
    """Reports, the article, and the sentences by id."""
    folder, seed = request.param
    reports = load_reports(folder)
    said = {s.id: s.text for r in reports for s in r.said} | {f"{r.id}#0": r.title for r in reports}
    return reports, write_from_reports(reports, seed=seed), said


def test_there_are_ten_of_two_to_five_sources_in_two_languages():
    reports = [load_reports(folder) for folder in CASES]
    assert len(reports) == 10 and all(2 <= len(several) <= 5 for several in reports)
    assert {report.language for several in reports for report in several} == {"en", "zh"}


def test_every_number_and_name_stands_in_what_is_cited(case):
    reports, article, said = case
    own = " ".join(report.name for report in reports)
    for sentence in article.sentences():
        assert sentence.sources and all(source in said for source in sentence.sources)
        cited = " ".join(said[source] for source in sentence.sources) + " " + own
        assert all(number in cited for number in re.findall(r"\d[\d.,:]*\d|\d", sentence.text)), sentence.text
        names = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*", sentence.text)) - COMMON
        assert all(name.lower() in cited.lower() for name in names), (sentence.text, names)


def test_spans_lie_in_their_sentences_and_quotations_are_verbatim(case):
    _, article, said = case
    for sentence in article.sentences():
        for source, start, end in sentence.spans:
            assert 0 <= start < end <= len(said[source])
        for words in QUOTED.findall(sentence.text):
            bare = re.sub(r"[^\w]+", "", words).lower()
            assert any(bare in re.sub(r"[^\w]+", "", said[source]).lower() for source in sentence.sources), words


def pieces(text, language):
    return re.findall(r"[\u3400-\u9fff]", text) if language == "zh" else re.findall(r"[\w'’]+", text.lower())


def test_no_long_copy_outside_of_quotation_marks(case):
    _, article, said = case
    run = 12 if article.language == "zh" else 8
    sources = [pieces(text, article.language) for text in said.values()]
    theirs = {tuple(words[i:i + run]) for words in sources for i in range(len(words) - run + 1)}
    for sentence in article.sentences():
        for part in QUOTED.split(sentence.text):
            ours = pieces(part, article.language)
            assert not theirs & {tuple(ours[i:i + run]) for i in range(len(ours) - run + 1)}, sentence.text


def test_at_most_a_third_is_quoted(case):
    _, article, _ = case
    quoted = sum(len(pieces(words, article.language)) for words in QUOTED.findall(article.text))
    assert quoted * 3 <= len(pieces(article.text, article.language))


def test_contradictions_name_both_sides_and_their_sources(case, request):
    _, article, _ = case
    folder = request.node.callspec.params["case"][0]
    for one, other in tomllib.loads((folder / "expect.toml").read_text("utf-8"))["contradictions"]:
        assert any(one in s.text and other in s.text and len({i.split("#")[0] for i in s.sources}) >= 2 for s in article.sentences())
