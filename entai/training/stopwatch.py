"""What a training costs in time, over all parts of a run that was interrupted."""

from __future__ import annotations

import json
import time
from pathlib import Path

from entai.files import write_text


class Stopwatch:
    """Runs from when it is made, on top of what earlier parts of the run have written down.

    Work behind the last checkpoint of an interrupted part is lost, and done again: only the second time counts.

    Args:
        folder: Of the run; None where nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._record = folder / "seconds.json" if folder else None
        earlier = json.loads(self._record.read_text()) if self._record and self._record.exists() else {}
        self._wall = earlier.get("training seconds", 0.0) - time.perf_counter()
        self._cpu = earlier.get("training CPU seconds", 0.0) - time.process_time()

    def seconds(self) -> dict[str, float]:
        """So far, by the clock and of all processor cores together."""
        return {"training seconds": round(self._wall + time.perf_counter(), 2),
                "training CPU seconds": round(self._cpu + time.process_time(), 2)}

    def write(self) -> None:
        """Keep them in the folder, beside a checkpoint."""
        if self._record:
            write_text(self._record, json.dumps(self.seconds()))
