"""A run's folder belongs to one task, recipe, configuration, seed and data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entai import EntaiError, Run, TrainConfig


def run(folder: Path | None) -> Run:
    return Run("films", "dense", {"width": 4}, {"epochs": 3}, 7, folder)


def test_an_unfinished_run_is_not_started_over_unasked(tmp_path: Path) -> None:
    run(tmp_path / "m.run").open("data", resume=False)
    with pytest.raises(EntaiError, match="unfinished run; give --resume"):
        run(tmp_path / "m.run").open("data", resume=False)
    run(tmp_path / "m.run").open("data", resume=True)


@pytest.mark.parametrize("change", [{"seed": 8}, {"config": {"width": 5}}, {"train": {"epochs": 4}}, {"recipe": "other"},
                                    {"task": "other"}], ids=lambda change: next(iter(change)))
def test_a_run_of_something_else_is_not_gone_on_with(change: dict[str, Any], tmp_path: Path) -> None:
    run(tmp_path / "m.run").open("data", resume=False)
    with pytest.raises(EntaiError, match=f"a run with another {next(iter(change))}"):
        replace(run(tmp_path / "m.run"), **change).open("data", resume=True)


def test_other_data_are_refused(tmp_path: Path) -> None:
    run(tmp_path / "m.run").open("data", resume=False)
    with pytest.raises(EntaiError, match="another data"):
        run(tmp_path / "m.run").open("more data", resume=True)


def test_resume_without_an_earlier_run_begins_one(tmp_path: Path) -> None:
    run(tmp_path / "m.run").open("data", resume=True)
    assert (tmp_path / "m.run" / "run.json").exists()


def test_without_a_folder_nothing_is_kept() -> None:
    run(None).open("data", resume=True)


@pytest.mark.parametrize(("given", "words"), [({"epochs": 0}, "between 1 and"), ({"optimizer": "best"}, "one of adam"),
                                              ({"epoch": 3}, "did you mean epochs"), ({"batch_size": "many"}, "whole number")])
def test_bad_settings_of_the_trainer_are_refused_in_words(given: dict[str, Any], words: str) -> None:
    with pytest.raises(EntaiError, match=words):
        Run("films", "dense", train=given).train_config(TrainConfig())


def test_settings_given_stand_over_those_of_the_recipe() -> None:
    config = run(None).train_config(TrainConfig(epochs=9, batch_size=5))
    assert (config.epochs, config.batch_size) == (3, 5)
