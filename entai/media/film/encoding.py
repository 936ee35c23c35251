"""Which encoder writes a film's pictures, and how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import av

from entai.errors import EntaiError
from entai.media.film.colour import full_range, has_alpha
from entai.media.film.source import Film

CODECS = ("h264", "hevc", "vp9", "prores", "qtrle", "ffv1")
_ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "prores": "prores_ks", "qtrle": "qtrle",
             "ffv1": "ffv1"}
_HOLDS = {".mp4": ("h264", "hevc", "vp9"), ".m4v": ("h264", "hevc"), ".mov": ("h264", "hevc", "prores", "qtrle"),
          ".mkv": ("h264", "hevc", "vp9", "ffv1", "prores"), ".webm": ("vp9",)}
_WITH_ALPHA = {".mov": "prores", ".webm": "vp9", ".mkv": "ffv1"}
_QUALITY = {"h264": 18, "hevc": 20, "vp9": 24}
THREADS = 4
"""Fixed, as some encoders' output depends on it; a film that was gone on with must equal one that was left alone."""


@dataclass(frozen=True)
class Encoding:
    """How pictures are encoded.

    Args:
        codec: One of `CODECS`.
        pixel_format: As FFmpeg names it.
        quality: Constant quality (crf), 0 best; None where the codec has none.
    """

    codec: str
    pixel_format: str
    quality: int | None

    def stream(self, container: Any, film: Film, width: int, height: int, aspect: Any) -> Any:
        """Add a stream of pictures to a container that is written."""
        rate = film.rate or 25
        stream = container.add_stream(_ENCODERS[self.codec], rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, self.pixel_format
        context = stream.codec_context
        context.time_base = stream.time_base = film.time_base
        context.color_primaries, context.color_trc, context.colorspace = film.tags[:3]
        context.color_range = 2 if full_range(film) else 1
        context.thread_count = THREADS
        context.options = self._options(film)
        if aspect:
            context.sample_aspect_ratio = aspect
        if film.rotation:
            stream.set_display_rotation(film.rotation)
        return stream

    def _options(self, film: Film) -> dict[str, str]:
        """Without frames out of order, so that pieces can be put one after another.

        x264's macroblock tree is off: with it, on processors with AVX-512, small films came out in other bytes now and then,
        and never without AVX-512's code.
        """
        if self.codec == "h264":
            return {"crf": str(self.quality), "preset": "medium", "bf": "0", "mbtree": "0"}
        if self.codec == "hevc":
            return {"crf": str(self.quality), "preset": "medium",
                    "x265-params": "bframes=0:log-level=error:frame-threads=1:pools=none"}
        if self.codec == "vp9":
            return {"crf": str(self.quality), "b": "0", "cpu-used": "4", "auto-alt-ref": "0", "lag-in-frames": "0"}
        return {"profile": "4444" if has_alpha(self.pixel_format) else "hq"} if self.codec == "prores" else {}


def choose(film: Film, suffix: str, alpha: bool, size: tuple[int, int], codec: str | None = None, quality: int | None = None,
           pixel_format: str | None = None) -> Encoding:
    """Decide on an encoding for a file's suffix.

    Args:
        film: Whose depth, subsampling and tags are kept.
        suffix: Of the output.
        alpha: Whether the pictures have some.
        size: Width and height, pixels.
        codec, quality, pixel_format: As asked for; else what suits.

    Raises:
        EntaiError: The file can't hold what is asked, or something would be lost unasked.
    """
    if alpha and codec is None and suffix not in _WITH_ALPHA:
        raise EntaiError(f"the pictures have alpha, which {suffix} does not hold: write .mov or .webm, or give a background "
                         "with --set background=FILE")
    codec = codec or (_WITH_ALPHA[suffix] if alpha else _usual(film, suffix))
    if codec not in _HOLDS[suffix]:
        raise EntaiError(f"{suffix} does not hold {codec}; it holds {', '.join(_HOLDS[suffix])}")
    known = [form.name for form in av.Codec(_ENCODERS[codec], "w").video_formats or ()]
    chosen = pixel_format or _pixel_format(film, known, alpha, size)
    if chosen not in known:
        raise EntaiError(f"{codec} does not take the pixel format {chosen}; it takes {', '.join(known)}")
    if pixel_format and film.hdr and not any(depth in chosen for depth in ("10", "12", "16")):
        raise EntaiError(f"{film.path.name} is HDR ({film.hdr}): in the 8 bits of {chosen} it would show bands; leave out "
                         "write.pixel_format, or name one of 10 bits")
    if alpha and not has_alpha(chosen):
        raise EntaiError(f"the pictures have alpha, which {chosen} does not hold; {codec} takes {', '.join(known)}")
    return Encoding(codec, chosen, (_QUALITY[codec] if quality is None else quality) if codec in _QUALITY else None)


def _usual(film: Film, suffix: str) -> str:
    """What players expect in such a file: HEVC for HDR, as few play H.264 of 10 bits."""
    return "hevc" if film.hdr and "hevc" in _HOLDS[suffix] else _HOLDS[suffix][0]


def _pixel_format(film: Film, known: list[str], alpha: bool, size: tuple[int, int]) -> str:
    """The film's own subsampling and depth, or the nearest that the encoder has and that loses none of it."""
    deep = "10le" if film.bits > 8 else ""
    name = film.pixel_format
    own = next((sub for sub in ("444", "422", "420") if sub in name), "420" if name.startswith(("nv12", "p0")) else "444")
    if own != "444" and (size[0] % 2 or (own == "420" and size[1] % 2)):
        own = "444"  # x264 refuses odd sizes where colour is halved
    finer = {"420": ("420", "422", "444"), "422": ("422", "444"), "444": ("444",)}[own]
    letters = "yuva" if alpha else "yuv"
    depths = (deep, "16le", "") if deep else ("", "10le")
    wanted = [f"{letters}{sub}p{depth}" for depth in depths if depth or not deep for sub in finer]
    wanted += ["argb", "bgra"] if alpha else []
    found = next((form for form in wanted if form in known), None)
    if found is None:
        raise EntaiError(f"{film.path.name} has {film.bits} bits in {name}, which this codec does not take without loss; "
                         "name another with --set write.codec=hevc, or a pixel format with --set write.pixel_format=NAME")
    return found
