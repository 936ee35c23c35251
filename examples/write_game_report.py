"""Write a game's report, and check a draft of somebody else against the same facts.

    python examples/write_game_report.py [GAME.json]

The game that travels with the plugin is record S001 of the accuracy shared task (CC0).
"""

from __future__ import annotations

import sys
from pathlib import Path

from entai import Text
from entai_text import NewsChecker, NewsWriter, demo


def main(game: Path) -> None:
    """Print the report with its facts, then the draft with its marks."""
    write, check = NewsWriter.load(), NewsChecker.load()
    story = write(game, words=180)
    print(story.headline, end="\n\n")
    for sentence in story.article.sentences():
        grounds = "; ".join(story.article.sources[source] for source in sentence.sources)
        print(f"{sentence.text}\n    {grounds}")
    print(f"\nMarks in our own report: {len(check(Text(story.text), facts=game).marks)}")
    for mark in check(demo.draft(), facts=game).marks:
        print(f"In the draft: {mark.text} -> {mark.correction or 'in no fact'} ({mark.reason})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else demo.GAME)
