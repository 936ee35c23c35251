"""Bad rating files: each is refused in one sentence that names the file and the reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from core_toolbox import one_sentence

from entai import EntaiError, Interactions

BAD = {
    "empty": (b"", "is empty"),
    "an empty line first": (b"\nuser,item\na,b\n", "begins with an empty line"),
    "header only": (b"user,item,rating\n", "header but no rows"),
    "header only, no line end": (b"user,item,rating", "header but no rows"),
    "no header": (b"1,2,3,4\n5,6,7,8\n", "no column for the user; it has 1, 2, 3, 4"),
    "a missing column": (b"user,rating\n1,2\n", "no column for the item"),
    "near names": (b"usr,itme\n1,2\n", "did you mean usr"),
    "near names of the second": (b"user,itme\n1,2\n", "did you mean itme"),
    "a repeated column": (b"user,item,user\n1,2,3\n", "more than one column 'user'"),
    "columns without a name": (b"user,item,,\n1,2,3,4\n", "without a name"),
    "rows of other lengths": (b"user,item,rating\n1,2\n", "Expected 3 columns, got 2"),
    "Latin-1": ("user,item,title\n1,2,café\n".encode("latin-1"), "not UTF-8"),
    "Latin-1 in the header": ("usér,item\n1,2\n".encode("latin-1"), "not UTF-8"),
    "UTF-16": ("user,item\n1,2\n".encode("utf-16"), "binary data"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "not UTF-8"),
    "binary": (bytes(range(256)) * 9, "binary data"),
    "binary after the header": (b"user,item\n1," + bytes(range(128, 256)) + b"\n", "not UTF-8"),
    "an empty user": (b"user,item\na,b\n,2\n", "row 2 has no usable user: ''"),
    "a user of spaces": (b"user,item\na,b\n  ,2\n", "row 2 has no usable user: ''"),
    "a NaN user": (b"user,item\nNaN,2\n", "row 1 has no usable user: 'NaN'"),
    "a negative user": (b"user,item\n-4,2\n", "row 1 has no usable user: '-4'"),
    "an empty item": (b"user,item\na,b\na,c\na,\n", "row 3 has no usable item: ''"),
    "a NaN item": (b"user,item\n1,nan\n", "no usable item"),
    "a negative item": (b"user,item\n1,-2.0\n", "no usable item"),
    "text for a rating": (b"user,item,rating\n1,2,3\n1,3,good\n", "row 2 has 'good' where a rating belongs"),
    "no rating": (b"user,item,rating\n1,2,\n", "row 1 has '' where a rating belongs"),
    "a decimal comma": (b"user;item;rating\n1;2;3,5\n", "row 1 has '3,5' where a rating belongs"),
    "a NaN rating": (b"user,item,rating\n1,2,3\n1,3,nan\n", "row 2 has rating nan"),
    "a rating too high": (b"user,item,rating\n1,2,11\n", "row 1 has rating 11, outside 0 to 10"),
    "a negative rating": (b"user,item,rating\n1,2,-1\n", "row 1 has rating -1, outside"),
    "an infinite rating": (b"user,item,rating\n1,2,inf\n", "row 1 has rating inf"),
    "text for a time": (b"user,item,timestamp\n1,2,3\n1,3,soon\n", "such as 'soon'"),
    "no time": (b"user,item,timestamp\n1,2,3\n1,3,\n", "no usable time"),
    "an infinite time": (b"user,item,timestamp\n1,2,inf\n", "row 1 has no usable time"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path, name):
    content, reason = BAD[name]
    path = tmp_path / "ratings-of-mine.csv"
    path.write_bytes(content)
    with pytest.raises(EntaiError) as wrong:
        Interactions.read(path)
    one_sentence(str(wrong.value))
    assert "ratings-of-mine.csv" in str(wrong.value)
    assert reason in str(wrong.value)


FRAMES = {
    "a list": ([1, 2], "list"),
    "no rows": (pd.DataFrame({"user": [], "item": []}), "no rows"),
    "no names": (pd.DataFrame([[1, 2]]), "it has 0, 1"),
    "a repeated column": (pd.DataFrame([[1, 2, 3]], columns=["user", "item", "user"]), "user"),
    "mixed ids": (pd.DataFrame({"user": [1, "b"], "item": [1, 2]}), "user"),
    "lists for ids": (pd.DataFrame({"user": [[1], [2]], "item": [1, 2]}), "list"),
    "a missing id": (pd.DataFrame({"user": [1, np.nan], "item": [1, 2]}), "row 2 has no user"),
    "a negative id": (pd.DataFrame({"user": [1, 2], "item": [1, -2]}), "row 2 has no usable item: '-2'"),
    "a missing rating": (pd.DataFrame({"user": [1], "item": [1], "rating": [None]}), "rating"),
    "a date for a rating": (pd.DataFrame({"user": [1], "item": [1], "rating": pd.to_datetime(["2020"])}), "rating"),
    "a missing time": (pd.DataFrame({"user": [1], "item": [1], "time": pd.to_datetime([None])}), "row 1 has no usable time"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_bad_frames(name):
    value, reason = FRAMES[name]
    with pytest.raises(EntaiError) as wrong:
        Interactions.accept(value)
    one_sentence(str(wrong.value))
    assert reason in str(wrong.value)


def test_the_limit_of_ratings_can_be_raised(tmp_path):
    (tmp_path / "x.csv").write_text("user,item,rating\n1,2,87\n")
    assert Interactions.read(tmp_path / "x.csv", max_rating=100.0).rating.tolist() == [87]


def test_a_mapped_column_that_is_not_there_is_named(tmp_path):
    (tmp_path / "x.csv").write_text("viewer_name,item\n1,2\n")
    with pytest.raises(EntaiError, match=r"no column 'viewer_nam'; did you mean viewer_name"):
        Interactions.read(tmp_path / "x.csv", user="viewer_nam")


def test_a_missing_file_and_an_odd_folder_are_named(tmp_path):
    with pytest.raises(EntaiError, match=r"gone\.csv can't be opened"):
        Interactions.read(tmp_path / "gone.csv")
    with pytest.raises(EntaiError, match=r"gone\.csv"):
        Interactions.accept(tmp_path / "gone.csv")
    with pytest.raises(EntaiError, match=r"holds no ratings that entai knows"):
        Interactions.read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"PAR1" + bytes(100) + b"PAR1"])
def test_a_broken_parquet_file_is_named(tmp_path, content):
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(EntaiError) as wrong:
        Interactions.read(tmp_path / "x.parquet")
    one_sentence(str(wrong.value))
    assert "x.parquet" in str(wrong.value)


@pytest.mark.parametrize("missing", ["u.item", "movies.dat"])
def test_a_movielens_folder_without_its_films_is_named(tmp_path, missing):
    if missing == "u.item":
        (tmp_path / "u.data").write_text("1\t2\t3\t4\n")
    else:
        (tmp_path / "ratings.dat").write_text("1::2::3::4\n")
    with pytest.raises(EntaiError, match=missing):
        Interactions.read(tmp_path)


def test_split_files_name_the_file_at_fault(tmp_path):
    for name in ("train", "valid", "test"):
        (tmp_path / f"{name}.csv").write_text("user,item,rating\nu,a,3\nv,b,3\n")
    (tmp_path / "test.csv").write_text("user,item,rating\nu,c,3\nv,d,x\n")
    with pytest.raises(EntaiError, match=r"test\.csv: row 2 has 'x'"):
        Interactions.read(tmp_path)
    (tmp_path / "test.csv").write_text("user,item\nu,c\n")
    with pytest.raises(EntaiError, match="the same columns"):
        Interactions.read(tmp_path)
    (tmp_path / "test.csv").write_text("user,item,rating\nu,c,3\n")
    (tmp_path / "valid.csv").unlink()
    with pytest.raises(EntaiError, match=r"valid\.csv"):
        Interactions.read(tmp_path)


def test_one_person_only_is_refused_where_it_matters(tmp_path):
    import entai

    (tmp_path / "x.csv").write_text("user,item\n" + "".join(f"only,{item}\n" for item in range(9)))
    with pytest.raises(EntaiError, match="one person only"):
        entai.train("recommendation", tmp_path / "x.csv", tmp_path / "out", "popularity")
    assert not (tmp_path / "out").exists()
