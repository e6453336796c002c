"""Keeps persons out: sheets that are refused, headers that are dropped, patterns that betray a phone or an ID number."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

REFUSAL = "这张表涉及特定人群，看板不接收此类台账，内容未读取、未保存"

# Digits on both sides rule a match out, so that long case numbers are not taken for phones.
PHONE = r"(^|[^0-9])1[3-9][0-9]{9}($|[^0-9])"
IDENTITY = r"(^|[^0-9])[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]($|[^0-9Xx])"
PERSONAL = f"{PHONE}|{IDENTITY}"
# The same in a name or a header, where a person also writes blanks and dashes between the digits, full-width ones, or an old number of 15.
_DIGIT = "[0-9０-９]"
_GAP = r"[\s\-－—]?"
_ALONE = rf"(?<!{_DIGIT}){{}}(?!{_DIGIT})"
_PHONE = rf"[1１][3-9３-９]{_DIGIT}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}"
_IDENTITY = rf"{_DIGIT}{{6}}{_GAP}(?:19|20|１９|２０){_DIGIT}{{2}}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{3}}[0-9Xx０-９Ｘｘ]"
_OLD_IDENTITY = rf"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]){_DIGIT}{{6}}[01０１]{_DIGIT}[0-3０-３]{_DIGIT}{{4}}"
_WRITTEN = re.compile("|".join(_ALONE.format(one) for one in (_IDENTITY, _OLD_IDENTITY, _PHONE)))
HIDDEN = "（号码已隐去）"


@cache
def _words(kind: str) -> tuple[str, ...]:
    declared = tomllib.loads((Path(__file__).parent / "guard.toml").read_text(encoding="utf-8"))
    return tuple(declared[kind])


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def is_refused(texts: Iterable[str]) -> bool:
    """Whether a title, sheet name, note or header speaks of a group of watched persons."""
    return any(word in _plain(text) for text in texts for word in _words("refuse"))


@cache
def is_personal(header: str) -> bool:
    """Whether a header names something about a person that must never be stored."""
    return any(word in _plain(header) for word in _words("drop"))


def has_number(text: str) -> bool:
    """Whether a text holds what may be a phone or an ID number."""
    return _WRITTEN.search(text) is not None


def masked(text: str) -> str:
    """The text with whatever may be a phone or an ID number taken out: for names, headers and examples that are shown or kept."""
    return _WRITTEN.sub(HIDDEN, text)
