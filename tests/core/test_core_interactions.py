"""Ratings in every layout in which they are handed about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from core_toolbox import law
from hypothesis import given
from hypothesis import strategies as st

from entai import Interactions
from entai.media.interactions import TEST, TRAIN, VALID

GENRES_100K = 19


def events(data: Interactions) -> list[tuple[str, str]]:
    """Raw ids in the order in which they are kept."""
    return [(str(data.user_ids[u]), str(data.catalogue.ids[i])) for u, i in zip(data.user, data.item, strict=True)]


def title(data: Interactions, item: str) -> str:
    number = data.catalogue.find(item)
    assert number is not None
    return str(data.catalogue.titles[number])


def ml_100k(folder: Path) -> Path:
    (folder / "u.data").write_text("7\t2\t3\t20\n7\t1\t4\t10\n8\t1\t5\t30\n")
    flags = ["|".join("1" if place in on else "0" for place in range(GENRES_100K)) for on in ((1, 2), (18,), ())]
    rows = [f"1|Léon (1994)|01-Jan-1994||http://x|{flags[0]}", f"2|unknown|||{''}|{flags[1]}",
            f'3|"Quoted" Cats (1998)|||{""}|{flags[2]}']
    (folder / "u.item").write_bytes("\n".join(rows).encode("latin-1") + b"\n")
    return folder


def test_ml_100k(tmp_path):
    data = Interactions.read(ml_100k(tmp_path))
    assert events(data) == [("7", "1"), ("7", "2"), ("8", "1")]
    assert data.rating.tolist() == [4, 3, 5]
    assert data.catalogue.titles.tolist() == ["Léon (1994)", "unknown", '"Quoted" Cats (1998)']
    assert data.catalogue.genres == (("Action", "Adventure"), ("Western",), ())
    assert data.catalogue.years.tolist() == [1994, 0, 1998]
    assert data.notes == ()
    assert events(Interactions.read(tmp_path / "u.data")) == events(data)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_ml_1m_and_its_later_vintage(tmp_path, encoding):
    (tmp_path / "ratings.dat").write_text("1::20::5::2\n1::10::3::1\n2::10::4::9\n")
    films = '10::Amélie: la vie (2001)::Comedy|Romance\n20::"Great" Cats (1998)::Musical\n30::Never seen (1950)::Drama\n'
    (tmp_path / "movies.dat").write_bytes(films.encode(encoding))
    data = Interactions.read(tmp_path)
    assert events(data) == [("1", "10"), ("1", "20"), ("2", "10")]
    assert title(data, "10") == "Amélie: la vie (2001)"
    assert title(data, "20") == '"Great" Cats (1998)'
    assert data.catalogue.genres[0] == ("Comedy", "Romance")
    assert data.n_items == 3
    assert events(Interactions.read(tmp_path / "ratings.dat")) == events(data)


def test_ml_latest(tmp_path):
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,5,4.5,2\n1,6,2.0,1\n")
    (tmp_path / "movies.csv").write_text(
        'movieId,title,genres\n5,"American President, The (1995)",Comedy|Drama\n6,"""Q"" (2000)",(no genres listed)\n')
    data = Interactions.read(tmp_path)
    assert events(data) == [("1", "6"), ("1", "5")]
    assert title(data, "5") == "American President, The (1995)"
    assert title(data, "6") == '"Q" (2000)'
    assert data.catalogue.genres == (("Comedy", "Drama"), ())
    (tmp_path / "movies.csv").unlink()
    assert title(Interactions.read(tmp_path), "5") == "5"


def recbole(folder: Path, name: str = "set", user: str = "u1") -> None:
    (folder / f"{name}.inter").write_text(
        f"user_id:token\titem_id:token\trating:float\ttimestamp:float\n{user}\t2\t3\t20\n{user}\t1\t4\t10\n")
    (folder / f"{name}.item").write_text(
        "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n"
        '1\t"Toy" Story\t1995\tAnimation Comedy\n2\tHeat\t1995\tSci-Fi\n')


def test_recbole(tmp_path):
    recbole(tmp_path)
    data = Interactions.read(tmp_path)
    assert events(data) == [("u1", "1"), ("u1", "2")]
    assert data.catalogue.titles.tolist() == ['"Toy" Story (1995)', "Heat (1995)"]
    assert data.catalogue.genres == (("Animation", "Comedy"), ("Sci-Fi",))


def test_of_several_recbole_sets_the_named_one_is_read(tmp_path):
    recbole(tmp_path, "a", "ua")
    recbole(tmp_path, "b", "ub")
    assert Interactions.read(tmp_path / "b.inter").user_ids.tolist() == ["ub"]
    with pytest.raises(Exception, match=r"a\.inter and b\.inter; name the one"):
        Interactions.read(tmp_path)


def splits(folder: Path, items: bool = True) -> Path:
    (folder / "train.csv").write_text("user,item,pos\nu1,a,0\nu1,b,1\nu2,007,0\n")
    (folder / "valid.csv").write_text("user,item,pos\nu1,c,2\nu2,a,1\n")
    (folder / "test.csv").write_text("user,item,pos\nu2,b,0\nu1,d,3\n")  # a position that lies, for u2
    if items:
        (folder / "items.csv").write_text("item,title,genres\nd,Dee,x|y\na,NA,\nb,None,x\nc,null,y\n007,Bond,x\n")
    return folder


@pytest.mark.parametrize("items", [True, False])
def test_split_files_are_obeyed(tmp_path, items):
    data = Interactions.read(splits(tmp_path, items))
    assert events(data) == [("u1", "a"), ("u1", "b"), ("u1", "c"), ("u1", "d"), ("u2", "007"), ("u2", "a"), ("u2", "b")]
    assert data.part.tolist() == [TRAIN, TRAIN, VALID, TEST, TRAIN, VALID, TEST]
    assert [title(data, item) for item in ("a", "b", "c")] == (["NA", "None", "null"] if items else ["a", "b", "c"])


def test_a_pair_repeated_within_a_split_file_counts_once(tmp_path):
    splits(tmp_path)
    with (tmp_path / "train.csv").open("a") as file:
        file.write("u2,007,0\n")
    data = Interactions.read(tmp_path)
    assert len(data) == 7
    assert data.part.tolist().count(TRAIN) == 3
    assert "1 events repeat" in data.notes[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "::"])
def test_any_separator(tmp_path, separator):
    rows = [["user", "item", "rating", "timestamp"], ["007", "NA", "3", "5"], ["007", "null", "4.5", "4"]]
    (tmp_path / "x.csv").write_text("\n".join(separator.join(row) for row in rows))
    data = Interactions.read(tmp_path / "x.csv")
    assert events(data) == [("007", "null"), ("007", "NA")]
    assert data.rating.tolist() == [4.5, 3]


def test_ids_and_titles_that_look_like_something_else_stay_as_they_are(tmp_path):
    (tmp_path / "x.csv").write_text("user,item,title\n007,1e3,NA\n7,True,None\nNone,null,null\nnull,NA,N/A\n")
    data = Interactions.read(tmp_path / "x.csv")
    assert data.user_ids.tolist() == ["007", "7", "None", "null"]
    assert data.catalogue.ids.tolist() == ["1e3", "True", "null", "NA"]
    assert data.catalogue.titles.tolist() == ["NA", "None", "null", "N/A"]


def test_spaces_around_an_id_do_not_make_it_another(tmp_path):
    (tmp_path / "x.csv").write_text("user, item\n7, Heat\n7 ,Alien\n 7,Heat\n")
    data = Interactions.read(tmp_path / "x.csv")
    assert data.user_ids.tolist() == ["7"]
    assert events(data) == [("7", "Alien"), ("7", "Heat")]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_marks(tmp_path, ending, mark):
    (tmp_path / "x.csv").write_bytes((mark + ending.join(["user,item,rating", "a,b,1", "c,d,2", ""])).encode())
    data = Interactions.read(tmp_path / "x.csv")
    assert events(data) == [("a", "b"), ("c", "d")]
    assert data.rating.tolist() == [1, 2]


def test_columns_can_be_mapped(tmp_path):
    (tmp_path / "x.csv").write_text("who,what,liking,moment,user\nu,a,9,2,wrong\nu,b,8,1,wrong\n")
    mapped = {"user": "who", "item": "what", "rating": "liking", "time": "moment"}
    data = Interactions.read(tmp_path / "x.csv", **mapped)
    assert events(data) == [("u", "b"), ("u", "a")]
    assert data.rating.tolist() == [8, 9]


def test_parquet_and_frames(tmp_path):
    frame = pd.DataFrame({"user": ["007", "8", "007"], "item": ["NA", "b", "b"], "rating": [1, 2, 3],
                          "timestamp": pd.to_datetime(["2020-01-02", "2020-01-01", "2020-01-01"], utc=True)})
    frame.to_parquet(tmp_path / "x.parquet")
    for data in (Interactions.read(tmp_path / "x.parquet"), Interactions.accept(frame)):
        assert events(data) == [("007", "b"), ("007", "NA"), ("8", "b")]
        assert data.rating.tolist() == [3, 1, 2]


@pytest.mark.parametrize("user", [
    [1, 2], [1.0, 2.0], pd.Categorical([1, 2]), pd.array([1, 2], dtype="Int64"), np.array([1, 2], np.uint8),
    pd.Categorical(["1", "2"], categories=["", "2", "0", "1"]),
], ids=["int", "float", "categories of numbers", "Int64", "uint8", "unused categories"])
def test_ids_of_a_frame_may_be_of_any_simple_type(user):
    assert Interactions.accept(pd.DataFrame({"user": user, "item": ["a", "b"]})).user_ids.tolist() == ["1", "2"]


@pytest.mark.parametrize("time", [
    pd.to_datetime(["2020-01-02", "2020-01-01"]), ["2020-01-02", "2020-01-01"], [2.0, 1.0],
    ["2020-01-02T00:00:00Z", "2020-01-01T23:00:00+00:00"], pd.to_datetime(["2020-01-02", "2020-01-01"]).date,
    [1_700_000_000_000_000_001, 1_700_000_000_000_000_000],
], ids=["datetime", "text", "float", "zones", "date", "nanoseconds"])
def test_times_of_any_kind_order_events(time):
    data = Interactions.accept(pd.DataFrame({"user": ["u", "u"], "item": ["late", "early"], "time": time}))
    assert [item for _, item in events(data)] == ["early", "late"]


def test_missing_titles_and_years_of_a_frame():
    frame = pd.DataFrame({"user": [1, 2, 3], "item": [2, 3, 4], "title": ["A", None, ""], "year": [1990, np.nan, np.nan],
                          "genres": ["x|y", None, "y"]})
    catalogue = Interactions.accept(frame).catalogue
    assert catalogue.titles.tolist() == ["A (1990)", "3", "4"]
    assert catalogue.years.tolist() == [1990, 0, 0]
    assert catalogue.genres == (("x", "y"), (), ("y",))


def test_a_film_listed_twice_is_one_film(tmp_path):
    (tmp_path / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,5,4.5,2\n")
    (tmp_path / "movies.csv").write_text("movieId,title,genres\n5,First,x\n5,Second,x\n")
    assert Interactions.read(tmp_path).catalogue.titles.tolist() == ["First"]


def test_a_film_list_without_titles_shows_ids(tmp_path):
    splits(tmp_path, items=False)
    (tmp_path / "items.csv").write_text("item,name\na,x\n")
    assert title(Interactions.read(tmp_path), "a") == "a"


def test_duplicates_count_once_and_are_told(tmp_path):
    (tmp_path / "x.csv").write_text("user,item,rating,timestamp\nu,a,1,1\nu,b,2,2\nu,a,3,3\n")
    data = Interactions.read(tmp_path / "x.csv")
    assert events(data) == [("u", "b"), ("u", "a")]
    assert data.rating.tolist() == [2, 3]
    assert data.notes == ("1 events repeat a pair of user and item: the last of each counts",)


def test_without_times_the_order_of_the_rows_counts_and_is_told(tmp_path):
    (tmp_path / "x.csv").write_text("user,item\nu,b\nv,a\nu,a\n")
    data = Interactions.read(tmp_path / "x.csv")
    assert events(data) == [("u", "b"), ("u", "a"), ("v", "a")]
    assert "no column of times" in data.notes[0]


users, films = st.sampled_from(["007", "7", "NA", "é", "a,b", 'q"t']), st.sampled_from(["x", "null", "1.0", "y;z"])
rows = st.lists(st.tuples(users, films, st.integers(0, 10), st.integers(0, 3)), min_size=1, max_size=25)


def by_hand(given_rows):
    """The same by a loop: sorted by user of first sight and time, stable; of a repeated pair the last stays."""
    users = list(dict.fromkeys(row[0] for row in given_rows))
    ordered = sorted(given_rows, key=lambda row: (users.index(row[0]), row[3]))
    return [row for place, row in enumerate(ordered) if not any(later[:2] == row[:2] for later in ordered[place + 1:])]


@law
@given(rows)
def test_order_ties_and_repeats_agree_with_a_plain_loop(given_rows):
    data = Interactions.accept(pd.DataFrame(given_rows, columns=["user", "item", "rating", "timestamp"]))
    expected = by_hand(given_rows)
    assert events(data) == [row[:2] for row in expected]
    assert data.rating.tolist() == [row[2] for row in expected]
    assert data.offsets().tolist() == [sum(data.user < user) for user in range(data.n_users + 1)]
    ages = [sum(row[0] == later[0] for later in expected[place + 1:]) for place, row in enumerate(expected)]
    assert data.age().tolist() == ages


@law
@given(rows)
def test_what_is_written_reads_back_the_same(tmp_path_factory, given_rows):
    path = tmp_path_factory.mktemp("io") / "x.csv"
    data = Interactions.accept(pd.DataFrame(given_rows, columns=["user", "item", "rating", "timestamp"]))
    again = Interactions.read(data.save(path))
    assert events(again) == events(data)
    assert again.rating.tolist() == data.rating.tolist()
    assert again.fingerprint() == Interactions.read(path).fingerprint()


def test_the_fingerprint_tells_data_apart():
    frame = pd.DataFrame({"user": ["u", "v"], "item": ["a", "b"], "rating": [1, 2]})
    prints = {Interactions.accept(one).fingerprint() for one in (
        frame, frame.assign(rating=[1, 3]), frame.assign(user=["u", "w"]), frame.assign(item=["b", "a"]), frame[::-1],
        frame.drop(columns="rating"))}
    assert len(prints) == 6


def test_ids_that_differ_in_capitals_alone_are_two_items():
    data = Interactions.accept(pd.DataFrame({"user": ["u"] * 3, "item": ["a", "A", "b"], "title": ["One", "Two", "three"]}))
    assert [data.catalogue.find(name) for name in ("a", "A", "B", " two ", "THREE", "4")] == [0, 1, 2, 1, 2, None]
    with pytest.raises(Exception, match="did you mean three"):
        data.catalogue.number("thre")


def test_an_unknown_genre_is_refused():
    data = Interactions.accept(pd.DataFrame({"user": ["u"] * 2, "item": ["a", "b"], "genres": ["Drama|War", "War"]}))
    assert data.catalogue.of_genres(["drama"]).tolist() == [True, False]
    assert data.catalogue.of_genres(["Drama", "WAR"]).tolist() == [True, True]
    with pytest.raises(Exception, match="did you mean Drama"):
        data.catalogue.of_genres(["Darma"])


def test_it_shows_itself():
    data = Interactions.accept(pd.DataFrame({"user": ["u", "v"], "item": ["a", "b"]}))
    assert "2 events of 2 people on 2 items, without ratings" in data._repr_html_()
