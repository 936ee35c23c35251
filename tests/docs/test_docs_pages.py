"""Every command and every piece of Python in README.md and docs/ is run, in order, page by page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from doc_blocks import PAGES, ROOT, blocks, difference
from page_runner import PageRunner
from stand_ins import write_stand_ins

RUN = [page for page in PAGES if any(block.language in ("console", "python") for block in blocks(page))]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)")


def run_page(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, real: bool) -> None:
    write_stand_ins(folder, named_sets_too=not real)
    shutil.copy(ROOT / "pyproject.toml", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ENTAI_HOME", str(folder / "home"))
    runner = PageRunner(folder, compare_output=real)
    for block in blocks(page):
        if real or not block.slow:
            runner.run(block)
    if (folder / "constraints.txt").exists():  # a page made it from the pins
        assert (folder / "constraints.txt").read_text() == (ROOT / "constraints.txt").read_text()


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_runs_on_small_data(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_page(page, tmp_path, monkeypatch, real=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_shows_what_the_commands_print(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_page(page, tmp_path, monkeypatch, real=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_says_what_it_is(page: Path) -> None:
    for block in blocks(page):
        assert block.title or block.language in ("console", "python", "text"), f"{block.page}:{block.line}"
    assert page.read_text(encoding="utf-8").count("\n```") == 2 * len(list(blocks(page))), "a fence is not closed"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize(("shown", "printed", "agrees"), [
    (("a 1.00",), "a 1.01\n", True), (("a 1.00",), "a 1.1\n", False), (("a",), "a\nb\n", False), (("…",), "x\ny\n", True),
    (("a", "…", "c"), "a\nb\nc\n", True), (("a", "…", "d"), "a\nb\nc\n", False), (("a", "…"), "a\n", True),
    (("Aliens (1986) 60%",), "Aliens (1986) 61%\n", True),
])
def test_the_comparison_itself(shown: tuple[str, ...], printed: str, agrees: bool) -> None:
    assert (difference(shown, printed) == "") is agrees
