"""Text-to-image models from a user's own folder: looked through before they are loaded, then under the task's interface."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import entai
from entai import EntaiError, Image

BACKBONE = {"module": "keras_hub.src.models.stable_diffusion_3.stable_diffusion_3_backbone", "class_name": "StableDiffusion3Backbone",
            "registered_name": "keras_hub>StableDiffusion3Backbone"}


def written(folder: Path, **inside: object) -> str:
    (folder / "config.json").write_text(json.dumps(BACKBONE | {"config": inside}))
    return f"preset:{folder}"


@pytest.mark.parametrize("foreign", [
    {"module": "keras.layers", "class_name": "Lambda", "registered_name": None, "config": {}},
    {"module": "os", "class_name": "system", "registered_name": "keras_hub>system", "config": {}},
    {"module": "builtins", "class_name": "function", "registered_name": "function", "config": "exec"}])
def test_foreign_classes_are_refused_before_anything_is_loaded(tmp_path: Path, foreign: dict[str, object]) -> None:
    with pytest.raises(EntaiError, match="only those of keras-hub are loaded"):
        entai.load("image-generation", written(tmp_path, vae=foreign))


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(EntaiError, match=r"is no preset: it has no config\.json"):
        entai.load("image-generation", f"preset:{tmp_path}")
    with pytest.raises(EntaiError, match=r"lacks its weights: model\.weights\.h5"):
        entai.load("image-generation", written(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    with pytest.raises(EntaiError, match="is not KerasHub's"):
        entai.load("image-generation", f"preset:{tmp_path}")
    with pytest.raises(EntaiError, match="there is no folder"):
        entai.load("image-generation", "preset:no/such/folder")


@pytest.mark.slow
def test_a_preset_makes_pictures_from_words(tmp_path: Path) -> None:
    pytest.importorskip("keras_hub")
    from image_preset_toys import SIDE, stable_diffusion

    folder = stable_diffusion(tmp_path / "preset")
    make = entai.load("image-generation", f"preset:{folder}")
    words = {"prompt": "a b", "steps": 2}
    first, again, other = (make(seed=seed, **words).pixels for seed in (3, 3, 4))
    assert first.shape == (SIDE, SIDE, 3)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.01
    for changed in ({"guidance": 1.0}, {"steps": 5}, {"prompt": "c"}):
        assert np.abs(make(seed=3, **(words | changed)).pixels - first).max() > 0
    told: list[tuple[int, int]] = []
    make.progress = lambda done, total, note="": told.append((done, total))
    grid = make(count=2, seed=3, **words)
    assert (grid.width, grid.height) == (2 * SIDE + 8, SIDE) and told[-1] == (2, 2)
    np.testing.assert_array_equal(grid.pixels[:, :SIDE], first)
    assert make(width=48, height=16, **words).pixels.shape == (16, 48, 3)
    for options, value, reason in (({}, None, "say what is to be seen"), ({"width": 36, **words}, None, "for 36 x 32"),
                                   (words, Image.of(first), "takes no example picture")):
        with pytest.raises(EntaiError, match=reason):
            make(value, **options)
    weights = folder / "model.weights.h5"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(EntaiError, match="holds no text-to-image model that keras-hub can load"):
        entai.load("image-generation", f"preset:{folder}")


@pytest.mark.slow
def test_a_preset_by_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("keras_hub")
    from image_preset_toys import stable_diffusion

    from entai.cli.main import main

    monkeypatch.chdir(tmp_path)
    stable_diffusion(tmp_path / "preset")
    with pytest.raises(SystemExit) as stop:
        main(["run", "image-generation", "--model", "preset:preset", "-o", "seen.png", "--set", "prompt=a b", "--set", "steps=2"])
    assert stop.value.code == 0 and Image.read(Path("seen.png")).width == 32
