"""The kit against mutants: for each check a plugin broken in one way, which that check catches, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import planted

from entai.testing import Summary, check_plugin
from entai.testing.suite import PLUGIN_CHECKS, RECIPE_CHECKS, TASK_CHECKS

SOUND = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "shouting").glob("*.py"))}
PLUGIN, TASK = "shouting_plugin", "shouting_task"

MUTANTS = [
    ("import weight", PLUGIN, "from entai import", "import numpy\nfrom entai import"),
    ("import weight", PLUGIN, "    return [TaskSpec(", "    import pandas\n    return [TaskSpec("),
    ("data sets", PLUGIN, "shouting_task:words", "shouting_task:no_words"),
    ("data sets", PLUGIN, '"CC0"', '""'),
    ("spec", PLUGIN, "marks\", 1, 5", "marks\", 3, 5"),
    ("spec", PLUGIN, 'baseline="mean")', 'baseline="mean", default_model="big")'),
    ("spec", PLUGIN, '"says how loud a word is"', '""'),
    ("spec", TASK, "(frozen=True)\nclass Letters", "\nclass Letters"),
    ("options", TASK, "    shrink: float =", "    either: tuple = ()\n    shrink: float ="),
    ("signatures", TASK, "def join(self, chunks, value, options)", "def join(self, chunks, original, options)"),
    ("signatures", TASK, "def fit(self, split, run):\n        values", "def fit(self, split, training):\n        values"),
    ("options", PLUGIN, 'list, help="whom', 'dict, help="whom'),
    ("options", PLUGIN, 'Option("names", list', 'Option("pitch", int, minimum=5, maximum=1), Option("names", list'),
    ("synthetic data", TASK,
     "rng = np.random.default_rng(seed)\n        letters", "rng = np.random.default_rng(0)\n        letters"),
    ("synthetic data", TASK,
     "        letters = rng", "        import socket\n        try:\n            socket.create_connection("
     "('127.0.0.1', 9))\n        except OSError:\n            pass\n        letters = rng"),
    ("synthetic data", TASK, '"loudness"]), "words")', '"loudness"]), "")'),
    ("split", TASK, "np.random.default_rng(seed).perm", "np.random.default_rng().perm"),
    ("split", TASK, '"a quarter of the words each", test.fingerprint()', '"a quarter of the words each"'),
    ("hostile data", TASK, "        loudness(data), column", "        data.frame[\"loudness\"], column"),
    ("same seed, same weights", TASK, "overall = values.mean()", "overall = values.mean() + np.random.normal() * 1e-9"),
    ("run", TASK,
     "return Table(pd.DataFrame(list(chunks)", "value.frame['seen'] = 1\n        return Table(pd.DataFrame(list(chunks)"),
    ("run", TASK, "        return Table(pd.DataFrame(list(chunks)", "        from entai import Media\n        self.runs = "
     "getattr(self, 'runs', 0) + 1\n        return Table(pd.DataFrame(([] if self.runs == 2 else list(chunks))"),
    ("run", TASK, "Model = State", "Model = dict"),
    ("lazy", TASK,
     "        for word in chunks:\n            yield word, word.upper() + \"!\" * options[\"volume\"], self.score(word)",
     "        return iter([(word, word.upper() + \"!\" * options[\"volume\"], self.score(word)) for word in chunks])"),
    ("save and load", TASK, "        return state\n\n\n@dataclass(frozen=True)\nclass Mean",
     "        return state if len(state.assets['letters']) == 0 or type(state.assets['letters']) is tuple else State("
     "state.arrays, {'letters': []})\n\n\n@dataclass(frozen=True)\nclass Mean", "list(sums)", "tuple(sums)"),
    ("measures", TASK, "Measured.mean(errors,", "Measured.mean(errors * np.nan,"),
    ("baseline", TASK, '{"error": Measured', '{("error" if len(self.model.arrays["means"]) else "mistake"): Measured'),
    ("explanation", TASK, "score - overall)", "score)"),
    ("hostile options", TASK,
     "    def score(self, word)", "    def __call__(self, value=None, /, **options):\n        known = {o.name for "
     "o in self.spec.options}\n        return super().__call__(value, **{k: v for k, v in options.items() if k in known})\n\n"
     "    def score(self, word)"),
    ("hostile settings", TASK, "    def fit(self, split, run):\n        values", "    @classmethod\n    def configure(cls, given):\n"
     "        return cls(**{k: v for k, v in given.items() if k == 'shrink'})\n\n    def fit(self, split, run):\n        values"),
    ("run", PLUGIN, 'baseline="mean")', 'baseline="mean", parts=True)'),
    ("hostile input", TASK, "yield from column(value, \"word\")", "yield from value.frame[\"word\"]"),
]


def outcome(folder: Path, sources: dict[str, str]) -> Summary:
    with planted(folder, "shouting", PLUGIN, sources):
        return check_plugin("shouting")


def test_a_sound_plugin_passes(tmp_path: Path) -> None:
    summary = outcome(tmp_path, SOUND)
    assert summary.ok, str(summary)
    assert summary.counts() == {"ran": 33, "passed": 33, "failed": 0, "skipped": 0, "not applicable": 3}


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{n}-{mutant[0]}" for n, mutant in enumerate(MUTANTS)])
def test_a_mutant_is_caught_by_its_check_alone(mutant: tuple[str, ...], tmp_path: Path) -> None:
    check, module, *edits = mutant
    source = SOUND[module]
    for sound, broken in zip(edits[::2], edits[1::2], strict=True):
        assert sound in source
        source = source.replace(sound, broken)
    summary = outcome(tmp_path, SOUND | {module: source})
    assert {result.check for result in summary.outcomes if not result.ok} == {check}, str(summary)


def test_every_check_has_a_mutant() -> None:
    slow = {"kill and resume"}  # its mutants train Keras networks: tests/slow
    assert {mutant[0] for mutant in MUTANTS} | slow == {*PLUGIN_CHECKS, *TASK_CHECKS, *RECIPE_CHECKS}
