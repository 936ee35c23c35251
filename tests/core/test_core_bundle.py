"""Bundles: what goes in comes out, and nothing else does."""

from __future__ import annotations

import builtins
import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import toy_manifest
from core_toolbox import law
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from entai import Bundle, EntaiError, State
from entai.bundle import npz, read_npz

dtypes = st.sampled_from(["<f4", "<f8", ">f4", "<f2", "<i4", "<i8", "|u1", "<u2", "|b1", "<c8", "<U5", "|S3", "<M8[s]"])


any_array = dtypes.flatmap(lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)))


names = st.text(st.characters(codec="utf-8", exclude_characters="\0\\"), max_size=12)


tables = st.dictionaries(names, any_array, max_size=5)


def equal(one: dict, two: dict) -> bool:
    return list(one) == list(two) and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in
        zip(one.values(), two.values(), strict=True))


@pytest.fixture
def bundle(tmp_path) -> Path:
    return Bundle.save(tmp_path / "b", toy_manifest(), STATE, {"CARD.md": "# card é", "report.json": "{}"}).path


@pytest.fixture
def zipped(bundle) -> Path:
    path = bundle.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(bundle.rglob("*")):
            archive.write(file, file.relative_to(bundle))
    return path


@law
@given(tables)
def test_arrays_come_back_in_order(given_arrays):
    content = npz(given_arrays)
    assert equal(read_npz(content, "x"), {name: np.asarray(value) for name, value in given_arrays.items()})
    assert npz(given_arrays) == content


@pytest.mark.parametrize("name", ["file", "allow_pickle", "arr_0", "a/b", "", "x.npy", "self"])
def test_an_array_may_have_any_name(name):
    given_arrays = {name: np.arange(3), "x": np.arange(2)}
    assert equal(read_npz(npz(given_arrays), "x"), given_arrays)
    with np.load(io.BytesIO(npz({"w": np.arange(3)}))) as archive:  # numpy reads it, too
        assert archive["w"].tolist() == [0, 1, 2]


def test_objects_are_never_pickled():
    with pytest.raises(ValueError, match="allow_pickle"):
        npz({"x": np.array([{}], object)})


class Trap:
    def __reduce__(self):
        return builtins.exec, ("raise SystemExit('a pickle ran')",)


def test_a_pickle_is_never_read():
    buffer = io.BytesIO()
    np.savez(buffer, x=np.array([Trap()], object))
    with pytest.raises(EntaiError, match="holds no readable arrays"):
        read_npz(buffer.getvalue(), "w.npz")
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x.npy", pickle.dumps(Trap()))
    with pytest.raises(EntaiError, match="holds no readable arrays"):
        read_npz(buffer.getvalue(), "w.npz")


STATE = State({"w/0": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.float64(2.5) * np.ones(())},
              {"table": {"names": np.array(["007", "é"]), "n": np.arange(2)}, "words": ["NA", None, 1.5], "empty": {},
               "histories": {"rows": np.arange(4)}},
              ("histories",), b"program", {"found": 0.5})


@pytest.mark.parametrize("form", ["bundle", "zipped"])
def test_a_model_comes_back_from_a_folder_and_from_a_zip(request, form):
    opened = Bundle.open(request.getfixturevalue(form))
    state = opened.state()
    assert equal(state.arrays, STATE.arrays)
    assert equal(state.assets["table"], STATE.assets["table"])
    assert state.assets["words"] == ["NA", None, 1.5]
    assert state.assets["empty"] == {}
    assert (state.personal, state.program, state.notes) == (("histories",), b"program", {})
    assert opened.manifest.personal == ["assets/histories.npz"]
    assert opened.manifest.task == "toy-shout"
    assert opened.document("CARD.md") == "# card é"
    assert opened.document("LICENSE") is None
    assert opened.size == sum(entry["bytes"] for entry in opened.manifest.files.values()) > 0


@law
@given(tables)
def test_any_weights_come_back(tmp_path_factory, given_arrays):
    saved = Bundle.save(tmp_path_factory.mktemp("b") / "x", toy_manifest(), State(given_arrays))
    assert equal(Bundle.open(saved.path).state().arrays, given_arrays)


def test_equal_models_have_equal_bytes(tmp_path):
    one, two = (Bundle.save(tmp_path / name, toy_manifest(), STATE).path for name in "ab")
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) == 7
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in files)
