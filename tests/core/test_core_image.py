"""Pictures come out of files as they went in, with all that they carry."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms

from entai import EntaiError, Image
from entai.media.picture.carried import Carried, turned

LOSSLESS = (".png", ".webp", ".tif", ".tiff", ".bmp")
EXIF = Pillow.Exif()
EXIF[0x010F], EXIF[0x0112], EXIF[0x8298] = "Maker", 6, "Someone"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="6" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"/></x:xmpmeta>'


def there_and_back(image: Image, suffix: str, **options: int) -> Image:
    stream = io.BytesIO()
    image.write(stream, suffix, **options)
    return Image.read(io.BytesIO(stream.getvalue()))


def arrays(dtype: type, channels: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from(channels), st.integers(0, 2**32 - 1))
    top = np.iinfo(dtype).max
    return shapes.map(lambda s: np.random.default_rng(s[3]).integers(0, top, s[:3], dtype, endpoint=True))


@settings(max_examples=30, deadline=None)
@given(arrays(np.uint8, (1, 2, 3, 4)), st.sampled_from(LOSSLESS))
def test_eight_bits_survive_every_lossless_format(array: np.ndarray, suffix: str) -> None:
    if suffix == ".bmp" and array.shape[2] in (2, 4):
        array = array[..., :-1]
    back = there_and_back(Image.of(array), suffix)
    assert back.bits == 8
    assert np.array_equal(Image.of(back.rgb).quantised(), Image.of(Image.of(array).rgb).quantised())
    opaque = array.shape[2] in (1, 3) or (array[..., -1] == 255).all()
    assert opaque or np.array_equal(np.round(back.alpha * 255), array[..., -1])


@settings(max_examples=30, deadline=None)
@given(arrays(np.uint16, (1, 2, 3, 4)), st.sampled_from((".png", ".tif")))
def test_sixteen_bits_survive(array: np.ndarray, suffix: str) -> None:
    if suffix == ".tif" and array.shape[2] == 2:
        array = array[..., :1]
    back = there_and_back(Image.of(array), suffix)
    assert back.bits == 16
    assert np.array_equal(back.quantised(16), array)


@pytest.mark.parametrize("channels", [1, 3])
def test_float_tiff_keeps_what_lies_outside(channels: int) -> None:
    pixels = np.random.default_rng(0).normal(0.5, 2, (7, 5, channels)).astype(np.float32)
    back = there_and_back(Image.of(pixels), ".tif", bits=32)
    assert back.bits == 32
    assert np.array_equal(back.pixels, pixels)


def test_a_deep_picture_is_eight_bits_where_the_format_has_no_more() -> None:
    deep = Image.of(np.full((4, 4, 3), 30_000, np.uint16))
    assert there_and_back(deep, ".jpg").bits == 8
    assert abs(float(there_and_back(deep, ".webp").pixels.mean()) - 30_000 / 65_535) < 1 / 255
    assert there_and_back(deep, ".tif", bits=8).bits == 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_obeyed_and_reset(orientation: int, tmp_path: Path) -> None:
    upright = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40
    # What a camera held so stores: the inverse of what the reader does.
    stored = next(view for view in (turned(upright, back) for back in range(1, 9))
                  if np.array_equal(turned(view, orientation), upright))
    exif = Pillow.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Maker"
    Pillow.fromarray(stored).save(tmp_path / "a.png", exif=exif)
    image = Image.read(tmp_path / "a.png")
    assert np.array_equal(image.quantised()[..., 0], upright)
    image.save(tmp_path / "b.png")
    with Pillow.open(tmp_path / "b.png") as saved:
        assert (saved.getexif()[0x0112], saved.getexif()[0x010F]) == (1, "Maker")
    assert np.array_equal(Image.read(tmp_path / "b.png").pixels, image.pixels)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
@pytest.mark.parametrize("bits", [8, 16])
def test_exif_profile_and_resolution_go_along(suffix: str, bits: int) -> None:
    carried = Carried(EXIF.tobytes().removeprefix(b"Exif\0\0"), SRGB, XMP, (300.0, 300.0)).upright()
    image = replace(Image.of(np.full((8, 8, 3), 0.5)), carried=carried, bits=bits)
    back = there_and_back(image, suffix)
    assert back.carried.icc == SRGB
    found = Pillow.Exif()
    found.load(b"Exif\0\0" + back.carried.exif)
    assert (found[0x010F], found.get(0x0112, 1)) == ("Maker", 1)
    assert b"Someone" in back.carried.exif
    assert b'tiff:Orientation="1"' in back.carried.xmp
    assert suffix == ".webp" or back.carried.dpi == pytest.approx((300, 300), abs=0.1)


def test_png_texts_go_along() -> None:
    image = replace(Image.of(np.zeros((2, 2))), carried=Carried(texts={"Title": "Ünder"}))
    assert there_and_back(image, ".png").carried.texts == {"Title": "Ünder"}
    assert there_and_back(replace(image, bits=16), ".png").carried.texts == {"Title": "Ünder"}


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_animations_keep_frames_durations_and_loop(suffix: str, tmp_path: Path) -> None:
    frames = [Pillow.fromarray(np.full((6, 8, 3), level, np.uint8)) for level in (0, 120, 250)]
    extra = {"lossless": True} if suffix == ".webp" else {}
    path = tmp_path / f"a{suffix}"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=[50, 100, 200], loop=3, **extra)
    image = Image.read(path)
    assert [frame.quantised()[0, 0, 0] for frame in image.frames()] == [0, 120, 250]
    negative = image.map(lambda frame: frame.like(1 - frame.pixels))
    negative.save(tmp_path / f"b{suffix}")
    again = Image.read(tmp_path / f"b{suffix}")
    assert again.animation is not None
    assert again.animation.durations == (50, 100, 200)
    assert again.animation.loop == 3
    assert [int(frame.quantised()[0, 0, 0]) for frame in again.frames()] == [255, 135, 5]
    with pytest.raises(EntaiError, match=r"3 frames can't be written as \.jpg"):
        image.save(tmp_path / "c.jpg")


def test_arrays_are_taken_as_they_are() -> None:
    noisy = np.random.default_rng(1).normal(0.5, 1, (5, 6, 3)).astype(np.float32)
    assert np.array_equal(np.asarray(Image.of(noisy)), noisy)
    assert np.asarray(Image.of(np.zeros((5, 6), np.uint8))).shape == (5, 6)
    assert np.asarray(Image.of(np.zeros((5, 6, 4)))).shape == (5, 6, 4)
    assert Image.of(np.eye(3) > 0).pixels.max() == 1
    for wrong in (np.zeros(3), np.zeros((2, 2, 5)), np.zeros((0, 2)), np.zeros((2, 2), np.int64)):
        with pytest.raises(EntaiError):
            Image.of(wrong)


def test_a_picture_knows_its_format_and_shows_itself_small(tmp_path: Path) -> None:
    Pillow.fromarray(np.random.default_rng(0).integers(0, 255, (1500, 2000, 3), np.uint8)).save(tmp_path / "a.jpg")
    image = Image.read(tmp_path / "a.jpg")
    assert (image.suffix, Image.of(image.pixels).suffix) == (".jpg", ".png")
    assert len(image.to_html()) < 1_500_000
    assert image.fingerprint() != Image.of(np.zeros((4, 4))).fingerprint()
