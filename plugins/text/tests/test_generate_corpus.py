"""Texts to learn from: files and folders of any language, and what is refused."""

import json
from pathlib import Path

import pytest

import entai
from entai import EntaiError
from entai_text.generation import parts
from entai_text.generation.corpus import Corpus


def folder_of(root: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_text_is_cut_at_its_end_and_nothing_is_lost() -> None:
    text = "".join(chr(97 + index % 26) for index in range(1000))
    split = parts.split(Corpus((text,)), 0)
    assert split.train.documents == (text[:850],)
    assert split.valid.documents == (text[850:900],)
    assert split.test is not None
    assert split.test.documents == (text[900:],)
    assert split.train.joined(split.valid).documents == (text[:900],)


def test_a_folder_holds_out_whole_documents(tmp_path: Path) -> None:
    corpus = Corpus.read(folder_of(tmp_path / "poems", {f"{index}.txt": f"poem {index} " * 9 for index in range(30)}))
    split = parts.split(corpus, 0)
    assert split.test is not None
    assert sorted(split.train.documents + split.valid.documents + split.test.documents) == sorted(corpus.documents)
    assert len(split.test.documents) == 3


def test_files_named_as_parts_are_obeyed(tmp_path: Path) -> None:
    corpus = Corpus.read(folder_of(tmp_path, {"train.txt": "a" * 300, "valid/1.txt": "b" * 9, "test.txt": "c" * 9}))
    split = parts.split(corpus, 0)
    assert (split.train.documents, split.valid.documents) == (("a" * 300,), ("b" * 9,))
    assert split.test is not None
    assert split.test.documents == ("c" * 9,)


def test_json_records_are_documents_and_readmes_are_not(tmp_path: Path) -> None:
    poems = [{"title": "关雎", "content": ["关关雎鸠，", "在河之洲。"]}, {"title": "葛覃", "content": ["葛之覃兮，"]}]
    folder = folder_of(tmp_path, {"诗经/shijing.json": json.dumps(poems), "诗经/README.md": "about", ".hidden.txt": "no"})
    assert Corpus.read(folder).documents == ("关雎\n关关雎鸠，\n在河之洲。", "葛覃\n葛之覃兮，")


def test_the_same_texts_have_the_same_fingerprint_and_other_ends_another() -> None:
    assert Corpus(("ab", "c")).fingerprint() == Corpus(("ab", "c"), "other").fingerprint()
    assert Corpus(("ab", "c")).fingerprint() != Corpus(("a", "bc")).fingerprint()


def test_a_corpus_is_written_and_shown(tmp_path: Path) -> None:
    Corpus(("a <b>", "c")).save(tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == "a <b>\n\nc"
    assert "6 characters in 2 documents" in Corpus(("a <b>", "c")).to_html()
    assert "a &lt;b&gt;" in Corpus(("a <b>", "c")).to_html()


@pytest.mark.parametrize(("content", "reason"), [
    (b"x", "holds 1 characters; to learn from some and measure on others takes 200"),
    (b"", "holds 0 characters"),
    (b"one short line\n", "holds 15 characters"),
    (bytes(range(256)) * 9, "is no utf-8 text"),
    (b"PK\x03\x04" + b"\0" * 400, "is no text: it holds zero bytes"),
    ("naïve café ".encode("latin-1") * 30, "is no utf-8 text .*read.encoding=NAME"),
    (("caf\u00e9 " * 50).encode() + "caf\u00e9".encode("latin-1"), "is no utf-8 text")])
def test_what_is_no_corpus_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "corpus.txt").write_bytes(content)
    with pytest.raises(EntaiError, match=f"corpus.txt {reason}"):
        entai.train("text-generation", tmp_path / "corpus.txt", tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_an_empty_folder_and_broken_json_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EntaiError, match="holds no texts"):
        Corpus.read(tmp_path / "empty")
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(EntaiError, match=r"a\.json is not JSON"):
        Corpus.read(tmp_path / "a.json")
