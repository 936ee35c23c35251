"""The preset that an adapter belongs to: known by its name and a fingerprint of its files, and found again by them.

A bundle holds no path: it would be of one machine alone. Where a preset lay when it was last adapted is noted in the folder
that `ENTAI_HOME` names, and `ENTAI_PRESETS` says it to any other machine.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from entai import EntaiError, State
from entai.files import write_text
from entai.home import home
from entai_text.generation.hub import smollm
from entai_text.generation.hub.folder import check
from entai_text.generation.hub.load import located

PRESETS = "ENTAI_PRESETS"
"""Folders that are presets, or hold some, parted as in `PATH`."""
MEANT = (".json", ".safetensors", ".h5", ".model", ".jinja")
VOCABULARY = ("merges.txt", "vocab.txt")
ASIDE = ("metadata.json", "generation_config.json")
"""Files that say when a preset was saved, or how others draw from it."""


@dataclass(frozen=True)
class Base:
    """A preset.

    Args:
        name: Of its folder, or `smollm`.
        fingerprint: 16 hexadecimal digits, of its weights, configuration and tokenizer.
    """

    name: str
    fingerprint: str

    @staticmethod
    def of(folder: Path) -> Base:
        """That of a folder, or of `smollm`; where it lies is noted for later."""
        place = located(folder).resolve()
        check(place)
        base = Base(smollm.NAME if place != folder.resolve() else place.name, fingerprint(place))
        _note(base, place)
        return base

    @staticmethod
    def from_state(state: State | None) -> Base:
        """That which a model of `lora` names.

        Raises:
            EntaiError: There is no model, or it is one of another recipe.
        """
        saved = state.assets.get("base") if state else None
        if not isinstance(saved, dict) or not {"name", "fingerprint"} <= saved.keys():
            raise EntaiError("lora goes on from a preset or from a model of lora: give --from preset:FOLDER")
        return Base(str(saved["name"]), str(saved["fingerprint"]))

    def to_json(self) -> dict[str, Any]:
        """What a bundle keeps."""
        return {"name": self.name, "fingerprint": self.fingerprint}

    def find(self) -> Path:
        """Where it lies on this machine.

        Raises:
            EntaiError: It is nowhere that is known, or what is there is another one or was changed.
        """
        others = []
        for folder in self._places():
            if (folder / "config.json").is_file():
                found = fingerprint(folder)
                if found == self.fingerprint:
                    return folder
                others.append(f"; {folder} is another one, or was changed ({found})")
        if self.name == smollm.NAME and not others:
            smollm.preset()  # says what to install
        where = f"name its folder in {PRESETS}, or put it into {home() / 'presets'}"
        raise EntaiError(f"this model is an adapter of the preset {self.name} (fingerprint {self.fingerprint}), which is "
                         f"not found here: {where}" + "".join(others))

    def _places(self) -> Iterator[Path]:
        for named in filter(None, os.environ.get(PRESETS, "").split(os.pathsep)):
            yield from (Path(named), Path(named) / self.name)
        noted = _noted().get(self.fingerprint)
        if isinstance(noted, str):
            yield Path(noted)
        yield home() / "presets" / self.name
        if self.name == smollm.NAME:
            with suppress(EntaiError):
                yield smollm.preset()


def fingerprint(folder: Path) -> str:
    """A short hash of the names and contents of all files that a preset is made of."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in ASIDE
                   and (path.suffix in MEANT or path.name in VOCABULARY))
    return _hashed(tuple((path.relative_to(folder).as_posix(), str(path), path.stat().st_size, path.stat().st_mtime_ns)
                         for path in files))


@lru_cache(maxsize=16)
def _hashed(files: tuple[tuple[str, str, int, int], ...]) -> str:
    """Kept while sizes and times stay as they are: the files may hold gigabytes."""
    digest = hashlib.sha256()
    for name, path, size, _ in files:
        digest.update(f"{name} {size}\n".encode())
        with Path(path).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _notes() -> Path:
    return home() / "presets" / "places.json"


def _noted() -> dict[str, Any]:
    try:
        found = json.loads(_notes().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _note(base: Base, place: Path) -> None:
    with suppress(EntaiError):  # a home that can't be written to costs a note, not the training
        write_text(_notes(), json.dumps(_noted() | {base.fingerprint: str(place)}, indent=1))
