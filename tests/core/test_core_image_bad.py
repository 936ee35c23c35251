"""Awkward and broken pictures: read, or refused in one sentence that names the file."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import TiffImagePlugin

from entai import EntaiError, Image
from entai.media.picture.carried import Carried
from entai.media.picture.compared import Compared, brightness

GREY = np.linspace(0, 255, 48, dtype=np.uint8).reshape(6, 8)
RGB = np.dstack([GREY, GREY.T.reshape(6, 8), 255 - GREY])


def refused(path: Path, why: str, **options: float) -> None:
    with pytest.raises(EntaiError, match=why) as caught:
        Image.read(path, **options)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


def saved(tmp_path: Path, name: str, picture: Pillow.Image, **options: object) -> Path:
    picture.save(tmp_path / name, **options)
    return tmp_path / name


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".gif", ".bmp"])
def test_a_file_cut_off_is_refused(suffix: str, tmp_path: Path) -> None:
    path = saved(tmp_path, f"cut{suffix}", Pillow.fromarray(RGB.repeat(16, 0).repeat(16, 1)))
    path.write_bytes(path.read_bytes()[:len(path.read_bytes()) // 2])
    refused(path, "can't be read as a picture")


def test_nothing_and_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    refused(tmp_path / "empty.png", "is empty")
    (tmp_path / "words.png").write_text("no picture")
    refused(tmp_path / "words.png", "no picture in a format")
    (tmp_path / "page.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    refused(tmp_path / "page.jpg", "no picture in a format")


def test_the_limit_is_stated_and_can_be_raised(tmp_path: Path) -> None:
    path = saved(tmp_path, "bomb.png", Pillow.new("1", (10_100, 10_000)))
    refused(path, "more than 100 million.*read.max_megapixels")
    small = saved(tmp_path, "small.png", Pillow.new("1", (300, 200)))
    refused(small, "more than 0.05 million", max_megapixels=0.05)
    assert Image.read(small, max_megapixels=0.06).width == 300


def test_an_animation_counts_with_all_its_frames(tmp_path: Path) -> None:
    frames = [Pillow.new("L", (1000, 500), level) for level in (0, 90, 200)]
    path = saved(tmp_path, "long.gif", frames[0], save_all=True, append_images=frames[1:])
    refused(path, "in 3 frames, more than 1 million", max_megapixels=1)


def test_a_bomb_of_text_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "text.png", Pillow.fromarray(GREY))
    content = path.read_bytes()
    chunk = b"zTXt" + b"k\0\0" + zlib.compress(bytes(80_000_000))
    path.write_bytes(content[:33] + (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
                     + content[33:])
    refused(path, "can't be read")


@pytest.mark.parametrize("shape", [(1, 1), (1, 20_000), (20_000, 1)])
def test_thin_pictures(shape: tuple[int, int], tmp_path: Path) -> None:
    path = saved(tmp_path, "thin.png", Pillow.fromarray(np.full(shape, 7, np.uint8)))
    image = Image.read(path)
    assert (image.height, image.width) == shape
    image.save(tmp_path / "again.tif")
    assert np.array_equal(Image.read(tmp_path / "again.tif").pixels, image.pixels)
    assert image.to_html()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "F", "YCbCr"])
def test_every_mode_is_grey_or_rgb(mode: str, tmp_path: Path) -> None:
    picture = Pillow.fromarray(GREY.astype(np.uint16)) if mode == "I;16" else \
        Pillow.fromarray(GREY if mode in ("F", "LAB") else RGB).convert("L" if mode == "LAB" else mode)
    if mode == "LAB":
        picture = Pillow.frombytes("LAB", (8, 6), np.dstack([GREY, GREY * 0 + 128, GREY * 0 + 128]).tobytes())
    suffix = ".png" if mode in ("LA", "P", "1") else ".tif"
    image = Image.read(saved(tmp_path, f"a{suffix}", picture))
    assert image.pixels.shape[2] == (1 if mode in ("1", "L", "LA", "I;16", "F") else 3)
    assert (image.alpha is not None) == (mode in ("LA", "RGBA"))
    image.save(tmp_path / "back.png")


def test_cmyk_jpeg_is_read_as_rgb(tmp_path: Path) -> None:
    path = saved(tmp_path, "inks.jpg", Pillow.new("CMYK", (8, 8), (0, 255, 255, 0)))
    red, green, blue = Image.read(path).pixels[4, 4]
    assert red > 0.7 > 0.4 > max(green, blue)


def test_a_broken_profile_is_kept_and_does_no_harm(tmp_path: Path) -> None:
    path = saved(tmp_path, "profile.jpg", Pillow.fromarray(RGB), icc_profile=b"garbage" * 50)
    Image.read(path).save(tmp_path / "b.jpg")
    with Pillow.open(tmp_path / "b.jpg") as back:
        assert back.info["icc_profile"] == b"garbage" * 50


def test_a_broken_exif_is_kept_and_does_no_harm(tmp_path: Path) -> None:
    path = saved(tmp_path, "exif.jpg", Pillow.fromarray(RGB), exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    image = Image.read(path)
    for suffix in image.suffixes[:5]:
        image.save(tmp_path / f"b{suffix}")
    assert Image.read(tmp_path / "b.jpg").carried.exif == image.carried.exif


def test_a_huge_exif_goes_where_it_fits(tmp_path: Path) -> None:
    image = replace(Image.of(RGB), carried=Carried(b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(100_000)))
    image.save(tmp_path / "a.png")
    assert len(Image.read(tmp_path / "a.png").carried.exif) > 100_000
    with pytest.raises(EntaiError, match="can't be written as JPEG"):
        image.save(tmp_path / "a.jpg")


def test_transparency_is_not_lost_unasked(tmp_path: Path) -> None:
    image = Image.of(np.dstack([RGB, GREY]))
    for suffix in (".jpg", ".bmp"):
        with pytest.raises(EntaiError, match="no transparency"):
            image.save(tmp_path / f"a{suffix}")
    Image.of(np.dstack([RGB, GREY * 0 + 255])).save(tmp_path / "a.jpg")


def test_a_level_named_transparent_is_alpha(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", Pillow.fromarray(GREY), transparency=int(GREY[0, 3]))
    alpha = Image.read(path).alpha
    assert alpha is not None
    assert (alpha == 0).sum() == (GREY[0, 3] == GREY).sum()


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "nan.tif", Pillow.fromarray(np.full((3, 3), np.nan, np.float32)))
    refused(path, "no numbers")


def test_a_tiff_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    directory = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in {256: 2**31 - 1, 257: 2**31 - 1, 258: (32,) * 3, 262: 2, 273: 8, 277: 3, 279: 8, 339: (3,) * 3}.items():
        directory[tag] = value
    (tmp_path / "claims.tif").write_bytes(b"II*\0\x08\0\0\0" + directory.tobytes(8))
    refused(tmp_path / "claims.tif", "pixels|read as a picture")


def test_a_stream_of_nothing_is_refused() -> None:
    with pytest.raises(EntaiError, match="standard input is empty"):
        Image.read(io.BytesIO())


def test_before_and_after_on_one_page() -> None:
    before, after = Image.of(RGB), Image.of(255 - RGB)
    page = Compared(before, after, ("<before>", "after"))._repr_html_()
    assert "type='range'" in page
    assert "&lt;before&gt;" in page
    assert "http" not in page
    assert np.allclose(Compared(before, before).difference().pixels, 0.5)
    middles, shares = brightness(before)
    assert sum(shares) == pytest.approx(1)
    assert len(middles) == 64
