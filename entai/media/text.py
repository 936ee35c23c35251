"""Written text, as it stands in a file."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, ClassVar, Self

from entai.errors import EntaiError
from entai.media.media import Media, Source
from entai.spec import Option

MEGABYTES = 64
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Text(Media):
    """A text. It is read and written as it stands: line ends and spaces stay.

    Args:
        text: The characters.
        name: Where it came from, for messages and tables: a file's name.
    """

    text: str
    name: str = "text"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".md", ".html")
    textual: ClassVar[bool] = True
    read_options: ClassVar[tuple[Option, ...]] = (
        Option("encoding", str, "utf-8", "of the file; a mark at its start (BOM) comes first"),
        Option("max_megabytes", int, MEGABYTES, "refuse a longer text", 1, 100_000),
    )

    @classmethod
    def read(cls, source: Source, **options: Any) -> Self:
        """Read a text file or a stream; what is no text, or in another encoding, is refused with the place."""
        name = source.name if isinstance(source, Path) else "stdin"
        content = read_bytes(source, int(options.get("max_megabytes", MEGABYTES)))
        return cls(_decoded(content, str(options.get("encoding", "utf-8")), str(source) if name != "stdin" else name), name)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Wrap a list of lines."""
        if isinstance(value, list | tuple) and all(isinstance(line, str) for line in value):
            return cls.from_text("\n".join(value))
        return super().of(value)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Take a text as typed."""
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise EntaiError(f"the text holds bytes that are no characters, from place {error.start} on") from error
        return cls(text)

    def write(self, target: Source, suffix: str, **options: Any) -> None:
        """Write the text as it stands, or as an HTML page."""
        content = self._page() if suffix == ".html" else self.text
        if isinstance(target, Path):
            target.write_bytes(content.encode())
        else:
            target.write(content.encode())

    def _page(self) -> str:
        from entai.pages import page

        return page(self.name, [self.to_html()])

    def to_html(self) -> str:
        """The text, escaped, with its line ends."""
        return f"<div style='white-space:pre-wrap;overflow-wrap:anywhere'>{escape(self.text)}</div>"

    def fingerprint(self) -> str:
        """A short hash of the characters."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def read_bytes(source: Source, megabytes: int = MEGABYTES) -> bytes:
    """The bytes of a file or stream, up to a limit."""
    limit = megabytes * 2**20
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                content = file.read(limit + 1)
        else:
            content = source.read(limit + 1)
    except OSError as error:
        raise EntaiError(f"{source} can't be read: {error.strerror or error}") from error
    if len(content) > limit:
        raise EntaiError(f"{source} is longer than {megabytes} MiB; raise the limit with --set read.max_megabytes=NUMBER")
    return content


def _decoded(content: bytes, encoding: str, name: str) -> str:
    if encoding == "utf-8":
        encoding = next((marked for mark, marked in _MARKS if content.startswith(mark)), encoding)
    try:
        text = content.decode(encoding)
    except LookupError:
        raise EntaiError(f"there is no encoding {encoding!r}; common ones are utf-8, gb18030, cp1252") from None
    except (UnicodeDecodeError, UnicodeError) as error:
        place = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise EntaiError(f"{name} is no {encoding} text{place}; name its encoding with --set read.encoding=NAME") from error
    if "\0" in text:
        raise EntaiError(f"{name} is no text: it holds zero bytes")
    return text
