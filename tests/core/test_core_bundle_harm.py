"""What is done to a bundle, and what a full disk or a move does to one."""

from __future__ import annotations

import errno
import hashlib
import json
import pickle
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import toy_manifest
from core_toolbox import one_sentence, process

from entai import Bundle, EntaiError, State
from entai.api import plugin_present
from entai.bundle import npz, read_npz


def equal(one: dict, two: dict) -> bool:
    return list(one) == list(two) and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in
        zip(one.values(), two.values(), strict=True))


STATE = State({"w/0": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.float64(2.5) * np.ones(())},
              {"table": {"names": np.array(["007", "é"]), "n": np.arange(2)}, "words": ["NA", None, 1.5], "empty": {},
               "histories": {"rows": np.arange(4)}},
              ("histories",), b"program", {"found": 0.5})


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


def rehash(bundle: Path, name: str, content: bytes) -> None:
    """Change a file and its hash with it, as someone would who means harm."""
    (bundle / name).write_bytes(content)
    edit(bundle, lambda manifest: manifest["files"].update(
        {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}}))


def edit(bundle: Path, change) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    change(manifest)
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


HARM = {
    "a byte changed": (lambda b: flip(b / "weights.npz"), "does not match its hash"),
    "a byte of an asset changed": (lambda b: flip(b / "assets/words.json"), "does not match its hash"),
    "a file cut short": (lambda b: (b / "weights.npz").write_bytes((b / "weights.npz").read_bytes()[:-9]), "hash"),
    "a file emptied": (lambda b: (b / "weights.npz").write_bytes(b""), "hash"),
    "a file missing": (lambda b: (b / "model.tflite").unlink(), "model.tflite is missing"),
    "a file too many": (lambda b: (b / "run.py").write_text("print()"), "run.py is not listed"),
    "a link": (lambda b: (b / "link").symlink_to("/etc/passwd"), "holds a link"),
    "a linked folder": (lambda b: (b / "assets/more").symlink_to("/etc"), "holds a link"),
    "a file swapped for a link": (lambda b: ((b / "CARD.md").unlink(), (b / "CARD.md").symlink_to("/etc/passwd")), "a link"),
    "no manifest": (lambda b: (b / "manifest.json").unlink(), "it has no manifest.json"),
    "a manifest that is no JSON": (lambda b: (b / "manifest.json").write_text("{"), "is not JSON"),
    "a manifest that is no text": (lambda b: (b / "manifest.json").write_bytes(b"\xff\xfe"), "is not JSON"),
    "a manifest nested without end": (lambda b: (b / "manifest.json").write_text("[" * 100_000), "is not JSON"),
    "a manifest that is a list": (lambda b: (b / "manifest.json").write_text("[]"), "is not a manifest"),
    "a manifest without files": (lambda b: edit(b, lambda m: m.pop("files")), "not listed"),
    "files that are no table": (lambda b: edit(b, lambda m: m.update(files=[])), "is not a manifest"),
    "another format": (lambda b: edit(b, lambda m: m.update(format=2)), "bundle format 2; this entai reads 1"),
    "no format": (lambda b: edit(b, lambda m: m.pop("format")), "bundle format None"),
    "an unknown field": (lambda b: edit(b, lambda m: m.update(code="x")), "is not a manifest"),
    "a missing field": (lambda b: edit(b, lambda m: m.pop("task")), "is not a manifest"),
    "a field of another kind": (lambda b: edit(b, lambda m: m.update(config=5)), "config is no dict"),
    "a task that is no text": (lambda b: edit(b, lambda m: m.update(task=["x"])), "task is no str"),
    "arrays that are no list of arrays": (lambda b: edit(b, lambda m: m.update(arrays=[3])), "is not a manifest"),
    "personal assets that are none": (lambda b: edit(b, lambda m: m.update(personal=["x"])), "is not a manifest"),
    "another shape": (lambda b: edit(b, lambda m: m["arrays"][0].update(shape=[3, 2])), "does not match its manifest"),
    "another dtype": (lambda b: edit(b, lambda m: m["arrays"][0].update(dtype="<f8")), "does not match its manifest"),
    "another count": (lambda b: edit(b, lambda m: m["arrays"].pop()), "2 arrays where 1"),
    "another order": (lambda b: edit(b, lambda m: m["arrays"].reverse()), "does not match its manifest"),
    "other weights, hashed": (lambda b: rehash(b, "weights.npz", npz({"w/0": np.zeros(3)})), "does not match its manifest"),
    "a pickle, hashed": (lambda b: rehash(b, "weights.npz", pickle.dumps([1])), "no readable arrays"),
    "an asset that is no JSON, hashed": (lambda b: rehash(b, "assets/words.json", b"{"), "words.json is not JSON"),
    "an asset that is no npz, hashed": (lambda b: rehash(b, "assets/table.npz", b"PK\3\4"), "no readable arrays"),
    "no weights, unlisted": (lambda b: ((b / "weights.npz").unlink(), edit(b, lambda m: m["files"].pop("weights.npz"))),
                             "is not a manifest"),
}


@pytest.mark.parametrize("name", HARM)
def test_a_harmed_bundle_is_refused(bundle, name):
    harm, reason = HARM[name]
    Bundle.open(bundle).state()
    harm(bundle)
    with pytest.raises(EntaiError) as wrong:
        Bundle.open(bundle).state()
    one_sentence(str(wrong.value))
    assert str(bundle) in str(wrong.value)
    assert reason in str(wrong.value)


@pytest.mark.parametrize("place", range(40, 2000, 97))
def test_a_harmed_zip_is_refused_wherever_the_harm(zipped, place):
    content = bytearray(zipped.read_bytes())
    before = Bundle.open(zipped).state()
    content[place % len(content)] ^= 0x55
    zipped.write_bytes(content)
    try:
        after = Bundle.open(zipped).state()
    except EntaiError as wrong:
        assert str(zipped) in str(wrong)
    else:  # some bytes of a zip mean nothing, such as a time
        assert equal(after.arrays, before.arrays)


@pytest.mark.parametrize("cut", [0, 1, 30, 400, -30])
def test_a_zip_cut_short_is_refused(zipped, cut):
    zipped.write_bytes(zipped.read_bytes()[:cut])
    with pytest.raises(EntaiError, match="neither a bundle's folder nor a zip"):
        Bundle.open(zipped)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "assets/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_a_zip_with_a_path_that_leaves_it_is_refused(zipped, name):
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(EntaiError, match="outside it"):
        Bundle.open(zipped)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(bundle, zipped, monkeypatch):
    monkeypatch.setattr("entai.bundle.MAX_BYTES", 100_000)
    with zipfile.ZipFile(zipped, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(200_000))
    assert zipped.stat().st_size < 50_000
    with pytest.raises(EntaiError, match="the limits are"):
        Bundle.open(zipped)
    with pytest.raises(EntaiError, match="unpacks to"):
        read_npz(npz({"x": np.zeros(50_000)}), "x.npz")


def test_too_many_files_are_refused(bundle, monkeypatch):
    monkeypatch.setattr("entai.bundle.MAX_FILES", 5)
    with pytest.raises(EntaiError, match="holds 9 files"):
        Bundle.open(bundle)


def test_the_limit_of_bytes_is_raised_by_the_environment(bundle):
    code = "import sys; from entai.bundle import Bundle; Bundle.open(sys.argv[1])"
    small = process("-c", code, str(bundle), environment={"ENTAI_MAX_BUNDLE_BYTES": "1000"})
    assert "the limits are 1000 and 1,000 (ENTAI_MAX_BUNDLE_BYTES)" in small.err
    assert process("-c", code, str(bundle), environment={"ENTAI_MAX_BUNDLE_BYTES": "100000"}).code == 0


def test_what_is_no_bundle_at_all_is_named(tmp_path):
    (tmp_path / "text").write_text("x")
    (tmp_path / "folder").mkdir()
    for name, reason in (("gone", "no bundle at"), ("text", "neither a bundle's folder"), ("folder", "no manifest.json")):
        with pytest.raises(EntaiError, match=reason):
            Bundle.open(tmp_path / name)


def test_an_absent_plugin_is_named_with_the_command_that_mends_it(bundle):
    with pytest.raises(EntaiError, match=r"needs toy: pip install toy \(no plugin here brings the task toy-shout\)"):
        Bundle.open(bundle, plugin_present)


def test_an_absent_recipe_is_named(toy, bundle):
    Bundle.open(bundle, plugin_present)
    edit(bundle, lambda manifest: manifest.update(recipe="newer"))
    with pytest.raises(EntaiError, match="no plugin here brings the recipe newer"):
        Bundle.open(bundle, plugin_present)


def test_a_bundle_is_not_replaced_unasked(bundle):
    before = (bundle / "weights.npz").read_bytes()
    with pytest.raises(EntaiError, match="exists"):
        Bundle.save(bundle, toy_manifest(), State({"x": np.zeros(1)}))
    assert (bundle / "weights.npz").read_bytes() == before
    Bundle.save(bundle, toy_manifest(), State({"x": np.zeros(1)}), overwrite=True)
    assert list(Bundle.open(bundle).state().arrays) == ["x"]
    assert not (bundle / "CARD.md").exists()


def test_a_folder_that_is_no_bundle_is_never_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("x")
    with pytest.raises(EntaiError, match="no bundle"):
        Bundle.save(tmp_path / "photos", toy_manifest(), STATE, overwrite=True)
    assert (tmp_path / "photos" / "one.jpg").exists()


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("fails_at", ["weights.npz", "histories.npz", "manifest.json"])
def test_a_disk_that_fills_leaves_nothing_behind_and_the_old_bundle_whole(bundle, monkeypatch, fails_at, overwrite):
    write_bytes, write_text = Path.write_bytes, Path.write_text
    target = bundle if overwrite else bundle.with_name("new")

    def full(write):
        def stub(self: Path, content, *rest, **more):
            if self.name == fails_at:
                write(self, content[:5], *rest, **more)
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(self, content, *rest, **more)
        return stub

    monkeypatch.setattr(Path, "write_bytes", full(write_bytes))
    monkeypatch.setattr(Path, "write_text", full(write_text))
    with pytest.raises(EntaiError, match=r"could not write .*No space left"):
        Bundle.save(target, toy_manifest(), STATE, overwrite=overwrite)
    assert [path.name for path in bundle.parent.iterdir()] == ["b"]
    assert equal(Bundle.open(bundle).state().arrays, STATE.arrays)


FILL = """
import resource, signal, sys
import numpy as np
from entai.bundle import Bundle
from entai.state import State
opened = Bundle.open(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
noise = np.frombuffer(np.random.default_rng(0).bytes(100_000), np.uint8)
try:
    Bundle.save(sys.argv[1], opened.manifest, State({"noise": noise}), overwrite=True)
except Exception as error:
    print(type(error).__name__, error)
"""


def test_a_system_that_takes_no_more_bytes_leaves_the_old_bundle_whole(bundle):
    ended = process("-c", FILL, str(bundle))
    assert ended.out.startswith("EntaiError could not write")
    assert [path.name for path in bundle.parent.iterdir()] == ["b"]
    assert equal(Bundle.open(bundle).state().arrays, STATE.arrays)


def test_a_moved_bundle_still_opens(bundle, tmp_path):
    shutil.move(bundle, tmp_path / "elsewhere")
    assert Bundle.open(tmp_path / "elsewhere").state().notes == {}
