"""The shipped model: small, measured, whole, and quick to start."""

import subprocess
import sys

from entai import Report
from entai.api import find_model
from entai.bundle import Bundle
from entai.registry import registry
from entai_text import TextGenerator

CODE = """
import sys
from entai_text import TextGenerator
print(TextGenerator.load().generate("ROMEO:", max_tokens=20))
print(sorted(name for name in ("tensorflow", "keras", "pandas", "llguidance", "tokenizers") if name in sys.modules))
"""


def test_it_is_small_and_its_report_keeps_what_the_page_says() -> None:
    bundle = Bundle.open(find_model(registry().task("text-generation"), None))
    report = Report.from_json(bundle.document("report.json") or "")
    assert bundle.size < 4 << 20
    assert report.metrics["loss"].value < 1.65
    assert report.metrics["copied"].value < 0.01
    assert "public domain" in bundle.manifest.licence


def test_running_it_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_it_writes_english_words_in_the_form_of_a_play() -> None:
    text = TextGenerator.load().generate("ROMEO:\n", max_tokens=300, seed=1, temperature=0.6)
    assert {"the", "and"} & set(text.split())
    assert text.isascii()
