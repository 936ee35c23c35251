"""A trained model as a folder or a zip: arrays, JSON and a manifest that hashes every file. No pickle, no code."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from entai.errors import EntaiError
from entai.files import appearing
from entai.state import Array, Asset, State, is_table, mismatch, signature

FORMAT = 1
MAX_FILES = 1_000
MAX_BYTES = int(os.environ.get("ENTAI_MAX_BUNDLE_BYTES", 4 << 30))
"""A bundle above this size, unpacked, is refused; the environment variable raises the limit."""
COMPRESS_BELOW = 32 << 20
DAMAGE = (OSError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged or encrypted zip, or a file that is gone, may raise."""


@dataclass(frozen=True)
class Manifest:
    """What a bundle is and where it came from (`manifest.json`)."""

    task: str
    recipe: str
    plugin: str
    plugin_version: str
    config: dict[str, Any]
    seed: int
    data: dict[str, Any]
    split: dict[str, Any]
    licence: str
    versions: dict[str, str]
    notes: dict[str, Any] = field(default_factory=dict)
    arrays: list[dict[str, Any]] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True)
class Bundle:
    """A bundle that has passed its checks. Open one with `Bundle.open`, write one with `Bundle.save`."""

    path: Path
    manifest: Manifest
    root: Path | zipfile.Path = field(repr=False)

    @staticmethod
    def open(path: str | Path, plugin_present: Callable[[str, str], str | None] | None = None) -> Bundle:
        """Open a folder or a zip, and check it: limits and paths, hashes, manifest, plugin.

        Args:
            path: The bundle.
            plugin_present: Told task and recipe, it returns the reason why they can't be served here, or None.

        Raises:
            EntaiError: The bundle is missing, altered, incomplete, too large, or needs a plugin that is absent.
        """
        path = Path(path)
        root = _root(path)
        names = list(_names(path))
        document = _document(path, root, names)
        _check_hashes(path, root, names, document.get("files", {}))
        manifest = _manifest(path, document)
        reason = plugin_present(manifest.task, manifest.recipe) if plugin_present else None
        if reason:
            raise EntaiError(f"{path} needs {manifest.plugin}: pip install {manifest.plugin} ({reason})")
        return Bundle(path, manifest, root)

    @staticmethod
    def save(path: str | Path, manifest: Manifest, state: State, documents: Mapping[str, str] | None = None,
             overwrite: bool = False) -> Bundle:
        """Write a bundle; it appears at `path` whole or not at all.

        Args:
            path: A new folder.
            manifest: Without `arrays`, `personal` and `files`, which are taken from what is written.
            state: The model.
            documents: Texts to lie beside it, such as `CARD.md`.
            overwrite: Whether a bundle of that name may be replaced.
        """
        path = Path(path)
        check_replaceable(path)
        with appearing(path, overwrite) as folder:
            folder.mkdir()
            for name, content in _contents(state, documents or {}):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(content)
            personal = [f"assets/{name}.{'npz' if is_table(state.assets[name]) else 'json'}" for name in state.personal]
            full = {**asdict(manifest), "arrays": signature(state.arrays), "personal": personal,
                    "files": {name: _fingerprint((folder / name).read_bytes()) for name in _names(folder)}}
            (folder / "manifest.json").write_text(json.dumps(full, indent=1, ensure_ascii=False), encoding="utf-8")
        return Bundle(path, Manifest(**full), path)

    def state(self) -> State:
        """Read the model; every array must have the name, shape and dtype that the manifest lists."""
        arrays = read_npz(self._read("weights.npz"), f"{self.path}/weights.npz")
        difference = mismatch(arrays, self.manifest.arrays)
        if difference:
            raise EntaiError(f"{self.path} does not match its manifest: {difference}")
        assets = {PurePosixPath(name).stem: self._asset(name) for name in self.manifest.files if name.startswith("assets/")}
        personal = tuple(PurePosixPath(name).stem for name in self.manifest.personal)
        program = self._read("model.tflite") if "model.tflite" in self.manifest.files else None
        return State(arrays, assets, personal, program, self.manifest.notes)

    def document(self, name: str) -> str | None:
        """The text of `CARD.md` or `report.json`, or None where the bundle has none."""
        return self._read(name).decode() if name in self.manifest.files else None

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(int(entry["bytes"]) for entry in self.manifest.files.values())

    def _read(self, name: str) -> bytes:
        return _content(self.path, self.root, name)

    def _asset(self, name: str) -> Asset:
        content = self._read(name)
        if name.endswith(".npz"):
            return read_npz(content, f"{self.path}/{name}")
        asset: Asset = _json(content, f"{self.path}/{name}")
        return asset


def check_replaceable(path: Path) -> None:
    """Refuse a folder that holds something, but no bundle: to overwrite it would lose what no one meant to lose."""
    if path.is_dir() and any(path.iterdir()) and not (path / "manifest.json").exists():
        raise EntaiError(f"{path} is a folder that is no bundle; it is not replaced")


def npz(arrays: Mapping[str, Array]) -> bytes:
    """Arrays as the bytes of an npz, compressed where that is quick. Equal arrays give equal bytes."""
    buffer = io.BytesIO()
    small = sum(array.nbytes for array in arrays.values()) < COMPRESS_BELOW
    # Not numpy.savez: it pickles objects, and takes an array named "file" for its own argument.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
    return buffer.getvalue()


def read_npz(content: bytes, name: str) -> dict[str, Array]:
    """Read arrays in order, never a pickle, and never more than the limit once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MAX_BYTES:
                raise EntaiError(f"{name} unpacks to {unpacked:,} bytes; "
                                 f"the limit is {MAX_BYTES:,} (ENTAI_MAX_BUNDLE_BYTES)")
            return {entry.filename.removesuffix(".npy"): _array(archive, entry) for entry in archive.infolist()}
    except (ValueError, MemoryError, *DAMAGE) as error:
        raise EntaiError(f"{name} holds no readable arrays: {error}") from error


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Array:
    with archive.open(entry) as member:
        array: Array = np.lib.format.read_array(member, allow_pickle=False)
        return array


def _content(path: Path, root: Path | zipfile.Path, name: str) -> bytes:
    try:
        return (root / name).read_bytes()
    except DAMAGE as error:
        raise EntaiError(f"{path} is damaged or incomplete: {name} can't be read ({error})") from error


def _json(content: bytes, name: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EntaiError(f"{name} is not JSON: {error}") from error


def _contents(state: State, documents: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    yield "weights.npz", npz(state.arrays)
    for name, asset in state.assets.items():
        if is_table(asset):
            yield f"assets/{name}.npz", npz(asset)  # type: ignore[arg-type]
        else:
            yield f"assets/{name}.json", json.dumps(asset, ensure_ascii=False).encode()
    if state.program is not None:
        yield "model.tflite", state.program
    for name, text in documents.items():
        yield name, text.encode()


def fingerprint(state: State) -> str:
    """A short hash of all that a model is, by which a run knows whether it goes on from the same one."""
    digest = hashlib.sha256()
    for name, content in _contents(state, {}):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return digest.hexdigest()[:16]


def _fingerprint(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _root(path: Path) -> Path | zipfile.Path:
    if not path.exists():
        raise EntaiError(f"there is no bundle at {path}")
    if path.is_dir():
        return path
    try:
        return zipfile.Path(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise EntaiError(f"{path} is neither a bundle's folder nor a zip of one: {error}") from error


def _names(path: Path) -> Iterator[str]:
    """Every file in a bundle; a path that leaves it, a link or too much of anything is refused."""
    sizes = dict(_folder_sizes(path) if path.is_dir() else _zip_sizes(path))
    if len(sizes) > MAX_FILES or sum(sizes.values()) > MAX_BYTES:
        raise EntaiError(f"{path} holds {len(sizes)} files, {sum(sizes.values()):,} bytes; "
                         f"the limits are {MAX_FILES} and {MAX_BYTES:,} (ENTAI_MAX_BUNDLE_BYTES)")
    for name in sizes:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise EntaiError(f"{path} holds a file that would lie outside it: {name}")
    return iter(sorted(sizes))


def _folder_sizes(path: Path) -> Iterator[tuple[str, int]]:
    for entry in path.rglob("*"):
        if entry.is_symlink():
            raise EntaiError(f"{path} holds a link, {entry.name}; a bundle holds plain files only")
        if entry.is_file():
            yield entry.relative_to(path).as_posix(), entry.stat().st_size


def _zip_sizes(path: Path) -> Iterator[tuple[str, int]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield entry.filename, entry.file_size


def _document(path: Path, root: Path | zipfile.Path, names: list[str]) -> dict[str, Any]:
    if "manifest.json" not in names:
        raise EntaiError(f"{path} is not a bundle: it has no manifest.json")
    document = _json(_content(path, root, "manifest.json"), f"{path}/manifest.json")
    if not isinstance(document, dict) or not isinstance(document.get("files", {}), dict):
        raise EntaiError(f"{path}/manifest.json is not a manifest")
    return document


def _check_hashes(path: Path, root: Path | zipfile.Path, names: list[str], listed: dict[str, Any]) -> None:
    present = set(names) - {"manifest.json"}
    if present != set(listed):
        odd = sorted(present ^ set(listed))[0]
        raise EntaiError(f"{path} is incomplete or altered: {odd} is {'not listed' if odd in present else 'missing'}")
    for name, entry in listed.items():
        if _fingerprint(_content(path, root, name)) != entry:
            raise EntaiError(f"{path} is damaged or altered: {name} does not match its hash")


def _manifest(path: Path, document: dict[str, Any]) -> Manifest:
    if document.get("format") != FORMAT:
        raise EntaiError(f"{path} is of bundle format {document.get('format')}; this entai reads {FORMAT}")
    try:
        manifest = Manifest(**document)
    except TypeError as error:
        raise EntaiError(f"{path}/manifest.json is not a manifest: {error}") from error
    kinds = {"str": str, "int": int, "list": list, "dict": dict}
    for entry in fields(Manifest):
        kind = str(entry.type).partition("[")[0]
        if not isinstance(getattr(manifest, entry.name), kinds[kind]):
            raise EntaiError(f"{path}/manifest.json is not a manifest: {entry.name} is no {kind}")
    if not all(isinstance(row, dict) and row.keys() == {"name", "shape", "dtype"} for row in manifest.arrays) \
            or not set(manifest.personal) <= manifest.files.keys() or "weights.npz" not in manifest.files:
        raise EntaiError(f"{path}/manifest.json is not a manifest: its arrays or files are not listed as they should be")
    return manifest
