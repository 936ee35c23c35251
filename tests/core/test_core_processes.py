"""What only real processes show: what is imported, signals, pipes, the shell."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from core_toolbox import process

import entai
from entai_recommendation import synthetic

HEAVY = "('tensorflow', 'keras', 'jax', 'torch')"
CALL = """
import sys
from entai.cli.main import main
try:
    main(sys.argv[2:])
except SystemExit as stop:
    assert stop.code in (0, None), stop.code
found = sorted(set(eval(sys.argv[1])) & set(sys.modules))
print('IMPORTED', found)
"""


@pytest.fixture(scope="module")
def linear(tmp_path_factory) -> Path:
    """A small model of the default recipe."""
    out = tmp_path_factory.mktemp("models") / "rec"
    entai.train("recommendation", synthetic.interactions(0), out, "linear-seq", config={"search": False})
    return out


@pytest.mark.parametrize("words", [
    ["--help"], ["tasks"], ["tasks", "--json"], ["models", "recommendation"], ["run", "--help"], ["train", "--help"],
    ["run", "recommendation", "--set", 'history=["Alien (1979)"]'],  # the shipped model
    ["verify", "LINEAR"], ["run", "recommendation", "--model", "LINEAR", "--set", "user=u1"],
    ["run", "recommendation", "--model", "LINEAR", "--set", 'history=["Film 1 (1981)"]', "--json"],
    ["explain", "recommendation", "--model", "LINEAR", "--set", "user=u1", "-o", "WHY"],
], ids=lambda words: " ".join(words[:2]))
def test_no_tensorflow_is_imported(linear, tmp_path, words):
    words = [{"LINEAR": str(linear), "WHY": str(tmp_path / "why.html")}.get(word, word) for word in words]
    ended = process("-c", CALL, HEAVY, *words)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == "IMPORTED []"
    assert len(ended.out.splitlines()) > 1


@pytest.mark.parametrize("words", [["tasks"], ["tasks", "--json"], ["run", "--help"]], ids=" ".join)
def test_the_list_of_tasks_needs_no_numbers(words):
    ended = process("-c", CALL, "('numpy', 'pandas', 'pyarrow', 'scipy', 'matplotlib', 'tensorflow', 'keras')", *words)
    assert ended.out.splitlines()[-1] == "IMPORTED []"


def test_importing_entai_imports_nothing_heavy():
    code = f"import sys, entai; print(sorted(set({HEAVY} + ('numpy', 'pandas', 'click', 'pluggy')) & set(sys.modules)))"
    assert process("-c", code).out == "[]\n"


def test_every_public_name_can_be_had():
    code = ("import entai; "
            "print(all(getattr(entai, n) is not None for n in entai.__all__), *set(entai.__all__) - set(dir(entai)))")
    assert process("-c", code).out == "True\n"
    with pytest.raises(AttributeError, match="nonsense"):
        entai.nonsense  # noqa: B018


def test_both_ways_to_call_it():
    script = Path(sysconfig.get_path("scripts")) / "entai"
    direct = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert process("-m", "entai", "--version").out == direct.stdout
    assert "0.1.0" in direct.stdout


def toy_environment(toy_folder: Path, home: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(toy_folder), "ENTAI_HOME": str(home)}


def test_ctrl_c_is_130_and_leaves_nothing(toy_folder, tmp_path):
    (tmp_path / "a.txt").write_text("first sleep")
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "entai", "run", "toy-shout", "a.txt", "-o", "out/b.txt"], cwd=tmp_path, text=True,
        env=os.environ | toy_environment(toy_folder, tmp_path / "home"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))  # tests in the background ignore it
    assert running.stdout.readline() == "sleeping\n"
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_a_fault_in_a_real_process_names_its_log(toy_folder, tmp_path):
    environment = toy_environment(toy_folder, tmp_path / "home")
    ended = process("-m", "entai", "run", "toy-shout", "-", stdin="boom", environment=environment)
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    log = Path(ended.err.strip().rsplit(" ", 1)[1])
    assert "kaboom" in log.read_text()


def test_a_reader_that_leaves_early_is_no_fault(toy_folder, tmp_path):
    (tmp_path / "long.txt").write_text("word " * 50_000)
    many = subprocess.Popen([sys.executable, "-m", "entai", "run", "toy-shout", tmp_path / "long.txt"],
                            env=os.environ | toy_environment(toy_folder, tmp_path / "home"), stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)
    many.stdout.read(5)
    many.stdout.close()
    said = many.stderr.read()
    many.stderr.close()
    assert many.wait(30) == 0
    assert said == ""
    assert not (tmp_path / "home").exists()


def test_the_shell_completes_tasks_and_commands(toy_folder, tmp_path):
    script = Path(sysconfig.get_path("scripts")) / "entai"

    def complete(words: str, index: int) -> list[str]:
        environment = toy_environment(toy_folder, tmp_path) | {
            "_ENTAI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(index)}
        done = subprocess.run([script], env=os.environ | environment, capture_output=True, text=True, check=True)
        return [line.split(",", 1)[1] for line in done.stdout.splitlines()]

    assert complete("entai run toy-sh", 2) == ["toy-shout"]
    assert {"recommendation", "toy-blob"} <= set(complete("entai evaluate ", 2))
    assert complete("entai ver", 1) == ["verify"]


def test_columns_are_mapped_on_the_command_line(tmp_path):
    rows = [f"v{viewer},f{film},{film}" for viewer in range(6) for film in range(viewer % 3, viewer % 3 + 5)]
    (tmp_path / "views.csv").write_text("who;what;moment\n".replace(";", ",") + "\n".join(rows))
    words = ["--set", "read.user=who", "--set", "read.item=what", "--set", "read.time=moment"]
    ended = process("-m", "entai", "train", "recommendation", "views.csv", "-o", "m", "--recipe", "popularity", *words,
                    cwd=tmp_path)
    assert ended.code == 0, ended.err
    shown = process("-m", "entai", "run", "recommendation", "--model", "m", "--set", "user=v0", "--set", "k=2", cwd=tmp_path)
    assert shown.out.splitlines()[0] == "user,rank,item,title,score,because"
    assert len(shown.out.splitlines()) == 3
    bad = process("-m", "entai", "train", "recommendation", "views.csv", "-o", "n", "--recipe", "popularity", cwd=tmp_path)
    assert bad.code == 2
    assert "views.csv has no column for the user" in bad.err
    assert "--set read.user=COLUMN" in bad.err


def test_no_command_imports_what_reads_the_number_of_threads_before_it_is_set() -> None:
    """OpenBLAS and OpenMP look once, when NumPy is imported."""
    code = ("import importlib, sys; from entai.cli.main import COMMANDS; "
            "[importlib.import_module(f'entai.cli.{name}') for name in COMMANDS]; print('numpy' in sys.modules)")
    assert process("-c", code).out == "False\n"
