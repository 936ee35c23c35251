"""The model card, made from the same report and manifest as everything else."""

from __future__ import annotations

from typing import Any

from entai.bundle import Manifest
from entai.evaluation import markdown
from entai.report import Report


def card(manifest: Manifest, report: Report) -> str:
    """`CARD.md` (after Mitchell et al. 2019, "Model cards for model reporting")."""
    facts = {"task": manifest.task, "recipe": manifest.recipe, "made by": f"{manifest.plugin} {manifest.plugin_version}",
             "licence": manifest.licence, "trained on": _words(manifest.data), "split": _words(manifest.split),
             "seed": manifest.seed, "settings": _words(manifest.config), **manifest.notes,
             "versions": _words(manifest.versions)}
    rows = "\n".join(f"| {name} | {_cell(value)} |" for name, value in facts.items())
    figures = markdown(report).split("\n", 2)[2]
    return f"# Model card: {manifest.task}, {manifest.recipe}\n\n| | |\n|---|---|\n{rows}\n\n## Measured\n\n{figures}"


def _words(entries: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in entries.items())


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
