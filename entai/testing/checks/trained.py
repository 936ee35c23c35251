"""Models follow from their seed, survive a bundle, and a killed run ends where an undisturbed one does."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from entai.bundle import Bundle, Manifest, npz
from entai.testing.checks.declared import child_environment
from entai.testing.checks.ran import content
from entai.testing.outcome import BrokenLawError, NotApplicableError, SkippedError
from entai.testing.subject import SEED, RecipeSubject

ATTEMPTS = 4


def same_seed_same_weights(subject: RecipeSubject) -> str:
    """Two fits with one seed agree in every byte of weights."""
    if npz(subject.state().arrays) != npz(subject.fit().arrays):
        raise BrokenLawError("two fits with one seed give different weights")
    return f"{len(subject.state().arrays)} arrays"


def save_load_equal(subject: RecipeSubject) -> str:
    """A model that was written as a bundle and read again gives the same output."""
    value, options = subject.example()
    config = subject.config.configure({}).config()
    manifest = Manifest(subject.spec.task, subject.spec.name, "", "", config, SEED, {}, {}, "", {})
    with tempfile.TemporaryDirectory() as folder:
        Bundle.save(Path(folder) / "model", manifest, subject.state())
        loaded = subject.ready(Bundle.open(Path(folder) / "model").state())
    if content(subject.ready()(value, **options)) != content(loaded(value, **options)):
        raise BrokenLawError("the output changes when the model is saved and loaded")
    return ""


def kill_and_resume(subject: RecipeSubject) -> str:
    """A child process that trains is killed (SIGKILL) at a random moment; resumed, it ends with the same weights."""
    if not subject.is_trained:
        raise NotApplicableError("the core does not train this recipe")
    undisturbed = npz(subject.state().arrays)
    with tempfile.TemporaryDirectory() as parent:
        for attempt in range(ATTEMPTS):
            folder, share = Path(parent) / str(attempt), random.uniform(0.05, 0.9)  # noqa: S311  a moment, no secret
            if _train_and_kill(subject, folder, share):
                from_checkpoint = (folder / "checkpoint.npz").exists()
                if npz(subject.fit(folder, resume=True).arrays) != undisturbed:
                    raise BrokenLawError(f"killed after {share:.0%} and resumed, it ends with other weights")
                return f"killed after {share:.0%}, {'' if from_checkpoint else 'no '}checkpoint there"
    raise SkippedError(f"the run was over before it could be killed, {ATTEMPTS} times")


def _train_and_kill(subject: RecipeSubject, folder: Path, share: float) -> bool:
    """Train in a child process and kill it a random while after `share` of the work; False if it was done before."""
    command = [sys.executable, "-m", "entai.testing.child", subject.spec.task, subject.spec.name, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=child_environment()) as child:  # noqa: S603  ours
        assert child.stdout is not None
        if any(float(line) >= share for line in child.stdout if line[:1].isdigit()):
            time.sleep(random.uniform(0, 0.2))  # noqa: S311  a moment, no secret
            child.kill()
    if child.returncode > 0:
        raise BrokenLawError(f"training in a process of its own fails (exit code {child.returncode})")
    return child.returncode < 0
