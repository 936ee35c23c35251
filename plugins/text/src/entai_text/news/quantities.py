"""Numbers, dates, times and names in a sentence, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .number_words import ORDINALS, WORDS

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun"
    "|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
_SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "dozen": 12.0,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "亿": 1e8,
}
_EN = re.compile(
    rf"(?P<day>\b(?:{_DAYS})\b)"
    rf"|(?P<date>\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\b"
    rf"|\b\d{{4}}-\d\d-\d\d\b)"
    r"|(?P<time>\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?|o'clock)|\b\d{1,2}:\d\d\b|\b(?:noon|midnight)\b)"
    rf"|(?P<money>[$£€¥]\s?(?:{_NUMBER})(?:\s?(?:million|billion|thousand|[mbk]n?\b))?|\b(?:{_NUMBER})(?: million"
    rf"| billion| thousand)? (?:dollars|euros|pounds|yuan)\b)"
    rf"|(?P<percent>\b(?:{_NUMBER})\s?(?:%|percent\b|per cent\b))"
    rf"|(?P<count>(?<![\w.-])(?:{_NUMBER})(?:[- ](?:hundred|thousand|million|billion))?(?![\w%]|\.\d)"
    rf"|\b(?:{_WORDS})(?:[- ](?:{_WORDS}|hundred|thousand|million|billion))*\b|\ba (?:dozen|hundred|thousand|million)\b)",
    re.IGNORECASE,
)
_HAN = "零〇一二两三四五六七八九十百千万亿"
_ZH = re.compile(
    rf"(?P<day>(?:星期|周|礼拜)[一二三四五六日天])"
    rf"|(?P<date>(?:\d{{1,2}}|[{_HAN}]{{1,3}})月(?:\d{{1,2}}|[{_HAN}]{{1,3}})[日号])"
    rf"|(?P<time>(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|当晚)?(?:\d{{1,2}}|[{_HAN}]{{1,3}})(?:点|时)(?:半|(?:\d{{1,2}}"
    rf"|[{_HAN}]{{1,3}})分)?(?!间)|\d{{1,2}}[:：]\d\d)"
    rf"|(?P<percent>\d+(?:\.\d+)?[%％]|百分之[{_HAN}]+)"
    rf"|(?P<money>(?:\d+(?:,\d{{3}})*(?:\.\d+)?|[{_HAN}]+)(?:多|余)?[百千万亿]*(?:多|余)?(?:元|美元|欧元|日元|英镑))"
    rf"|(?P<count>\d+(?:,\d{{3}})*(?:\.\d+)?(?:多|余)?[百千万亿]+(?:多|余)?|\d+(?:,\d{{3}})*(?:\.\d+)?(?=[\u3400-\u9fff])"
    rf"|[{_HAN}]+(?:多|余)?(?=[\u3400-\u9fff]))"
)


@dataclass(frozen=True)
class Quantity:
    """A number, date or time in a text: `kind`, comparable `value`, the words as written, what it counts, its place."""

    kind: str
    value: str
    text: str
    unit: str
    start: int
    end: int


def quantities(text: str, language: str) -> Iterator[Quantity]:
    """The quantities of a sentence, left to right."""
    for match in (_ZH if language == "zh" else _EN).finditer(text):
        kind = match.lastgroup or ""
        unit = _unit(text, match.end(), language) if kind == "count" else ""
        scaled = match[0][-1:] in "百千万亿"
        large = language == "en" and len(re.sub(r"\D", "", match[0])) > 2  # 'attendance rose to 52,000'
        if kind == "count" and (
            (not unit and not scaled and not large) or (language == "en" and _idle(match[0], text, match.end()))
        ):
            continue
        yield Quantity(kind, _value(kind, match[0], language), match[0], unit, match.start(), match.end())


def _idle(word: str, text: str, end: int) -> bool:
    """'one of the', 'one another': words that look like numbers and count nothing."""
    return word.lower() == "one" and bool(re.match(r" (?:of|another|day|more|side|hand)\b", text[end:]))


def _unit(text: str, end: int, language: str) -> str:
    """What is counted: the next noun-like word, or the Chinese measure word."""
    if language == "zh":
        found = re.match(r"(?:多|余)?(个月|个?小时|分钟|公里|平方米|人次|[\u3400-\u9fff])", text[end:])
        return found[1] if found else ""
    named = re.search(
        r"\b(magnitude|number|level|gate|route|flight|line|room) $", text[: end - len(text[:end].split(" ")[-1])]
    )
    if named:
        return named[1]
    found = re.match(r"[ -]((?:[a-z]+[ -]){0,2}?)([A-Za-z]{3,})\b", text[end:])
    return re.sub(r"(?:ies|es|s)$", "", found[2].lower()) if found else ""


def is_day_or_month(name: str) -> bool:
    """Whether a capitalised word names a day or month rather than somebody."""
    return bool(re.fullmatch(rf"(?:{_DAYS}|{_MONTHS})(?: .*)?", name))


def _value(kind: str, written: str, language: str) -> str:
    low = written.lower().strip()
    if kind in ("count", "money", "percent"):
        return f"{_number(low, language):g}"
    if kind == "time":
        return _time(low)
    if kind == "date":
        return _date(low)
    return low.replace("礼拜", "周").replace("星期", "周").replace("周天", "周日")


def _number(low: str, language: str) -> float:
    if language == "zh":
        return _chinese_number(low)
    value, total = 0.0, 0.0
    for part in re.findall(rf"{_NUMBER}|[a-z]+", low):
        scale = _SCALE.get(part) or {"m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "k": 1e3}.get(part)
        if part[0].isdigit():
            value += float(part.replace(",", ""))
        elif part in WORDS:
            value += WORDS[part]
        elif scale:
            value = (value or 1) * scale
            if scale >= 1e3:
                total, value = total + value, 0.0
    return total + value


def _chinese_number(low: str) -> float:
    if digits := re.match(r"\d[\d,]*(?:\.\d+)?", low):
        value = float(digits[0].replace(",", ""))
        for sign in low[digits.end() :]:
            value *= _SCALE.get(sign, 1.0)
        return value
    total, section, digit = 0.0, 0.0, 0.0
    for sign in low:
        if sign in "零〇一二三四五六七八九":
            digit = float("零一二三四五六七八九".index(sign.replace("〇", "零")))
        elif sign == "两":
            digit = 2.0
        elif sign in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0.0
        elif sign in "万亿":
            total = (total + section + digit) * _SCALE[sign]
            section = digit = 0.0
    return total + section + digit


def _time(low: str) -> str:
    """Hours and minutes on a 24-hour clock."""
    if low in ("noon", "midnight"):
        return "12:00" if low == "noon" else "00:00"
    numbers = re.findall(r"\d+|[零〇一二两三四五六七八九十]+", low)
    hour, minute = int(_chinese_number(numbers[0])), int(_chinese_number(numbers[1])) if len(numbers) > 1 else 0
    minute = 30 if "半" in low else minute
    late = re.search(r"p\.?m|下午|傍晚|晚", low)
    return f"{hour + 12 if late and hour < 12 else hour:02d}:{minute:02d}"


def _date(low: str) -> str:
    """Month and day."""
    if found := re.match(r"\d{4}-(\d\d)-(\d\d)", low):
        return f"{int(found[1])}-{int(found[2])}"
    if "月" in low:
        month, day = re.findall(r"[\d零〇一二两三四五六七八九十]+", low)[:2]
        return f"{_chinese_number(month):g}-{_chinese_number(day):g}"
    month_word = re.search(r"[a-z]{3}", re.sub(r"\d+(?:st|nd|rd|th)?", "", low))
    day_number = re.search(r"\d+", low)
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    return f"{months.index(month_word[0]) + 1 if month_word else 0}-{day_number[0] if day_number else 0}"


_NAME = re.compile(r"\b[A-Z][\w'’&-]+(?: (?:(?:of|the|de|van|von|al|bin) )?[A-Z][\w'’&-]+)*")
ORDINAL_WORDS = frozenset(ORDINALS)


def names(text: str) -> list[str]:
    """Capitalised names of an English sentence; its first word only counts within a longer name."""
    found = []
    for match in _NAME.finditer(text):
        word = match[0]
        if match.start() == 0 or text[match.start() - 2 : match.start()] in (". ", '" ', "“"):
            word = word.split(" ", 1)[1] if " " in word and word.split(" ")[0] in _OPENERS else word
            if " " not in word and match[0] == word:
                continue
        if word not in _OPENERS:
            found.append(word)
    return found


_OPENERS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "This",
        "That",
        "There",
        "For",
        "But",
        "And",
        "After",
        "Before",
        "When",
        "While",
        "According",
        "As",
        "By",
        "From",
        "If",
        "More",
        "No",
        "Some",
        "Its",
        "His",
        "Her",
        "Their",
    ]
)
