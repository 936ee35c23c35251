"""`python -m entai.testing.child TASK RECIPE FOLDER`: trains on synthetic data, in a process there to be killed."""

import sys
import time
from pathlib import Path

from entai.registry import registry
from entai.testing.subject import RecipeSubject, TaskSubject


def tell(done: int, total: int, note: str = "") -> None:
    """Print the share that is done, and linger, so that there is time to be killed."""
    print(done / total, flush=True)
    time.sleep(0.15)


if __name__ == "__main__":
    task, recipe, folder = sys.argv[1:]
    RecipeSubject(TaskSubject(registry().task(task)), registry().recipe(task, recipe)).fit(Path(folder), progress=tell)
