"""Ranked lists: who is given what, in which order, and because of what."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from entai.media.table import Table

COLUMNS = ("user", "rank", "item", "title", "score", "because")


@dataclass(frozen=True)
class Ranking(Table):
    """Lists of items, best first, one row an item.

    Args:
        frame: Columns `user` (empty for someone who gave a bare history), `rank` (from 1), `item`, `title`, `score`,
            `because` (the strongest reasons in words).
    """

    @staticmethod
    def joined(parts: list[Ranking]) -> Ranking:
        """Several people's lists in one."""
        frames = [part.frame for part in parts if len(part.frame)]
        return Ranking(pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS)))

    def to_html(self) -> str:
        """The lists as a table, without columns that say nothing."""
        frame = self.frame.drop(columns=[name for name in ("user", "because") if not self.frame[name].astype("str").any()])
        return Table(frame).to_html()
