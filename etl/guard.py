"""Keeps persons out: sheets that are refused, headers that are dropped, patterns that betray a phone or an ID number."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

REFUSAL = "这张表涉及特定人群，看板不接收此类台账，内容未读取、未保存"

# What may be the number of a person, declared once for Python and for the SQL that reads cells: a mobile phone with or without 86 before it, a
# landline with its area code apart, an ID number of 18 or of 15 digits. People write blanks and dashes between the digits, and full-width ones.
# Written so that Python and RE2 read it alike.
_DIGIT = "[0-9０-９]"
_GAP = "[ \\t\u00a0\u3000\\-－—–]{0,3}"
_MONTH, _DAY = "(?:[0０][1-9１-９]|[1１][0-2０-２])", f"(?:[0０][1-9１-９]|[12１２]{_DIGIT}|[3３][01０１])"
_COUNTRY = f"(?:(?:[+＋]|00)?(?:86|８６){_GAP})?"
_MOBILE = f"{_COUNTRY}[1１][3-9３-９]{_DIGIT}(?:{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}|{_DIGIT}{_GAP}{_DIGIT}{{3}}{_GAP}{_DIGIT}{{4}})"
_AREA = f"[0０](?:[1１][0０]|[2２]{_DIGIT}|[3-9３-９]{_DIGIT}{{2}})"
_LANDLINE = f"(?:{_AREA}[\\-－—–]|[(（]{_AREA}[)）]{_GAP})[2-9２-９]{_DIGIT}{{6,7}}"
_IDENTITY = f"[1-9１-９]{_DIGIT}{{5}}{_GAP}(?:19|20|１９|２０){_DIGIT}{{2}}{_GAP}{_MONTH}{_DAY}{_GAP}{_DIGIT}{{3}}[0-9Xx０-９Ｘｘ]"
_OLD_IDENTITY = f"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]){_DIGIT}{{6}}{_MONTH}{_DAY}{_DIGIT}{{3}}"
_NUMBER = "|".join((_IDENTITY, _OLD_IDENTITY, _MOBILE, _LANDLINE))
# Digits on both sides rule a match out, so that long case numbers are not taken for phones.
PERSONAL = f"(?:^|[^0-9０-９])(?:{_NUMBER})(?:$|[^0-9０-９])"
_WRITTEN = re.compile(f"(?<!{_DIGIT})(?:{_NUMBER})(?!{_DIGIT})")
SHORTEST = 11  # characters
HIDDEN = "（号码已隐去）"
SURNAMES = (Path(__file__).parent / "surnames.txt").read_text(encoding="utf-8").strip()
PLACES = (
    "村镇乡县市区社组站所办局院校路街部室队厅会店厂沟湾坪坝山河天庄屯寨营岭坡塘桥头口里家边塬堡滩灯牛羊"  # how names end that no person has
)
NAME = f"[{SURNAMES}](?:[一-鿿]?[^{PLACES}])"
ADDRESS = "[村社组队巷街路弄区院楼栋][^0-9０-９]{0,8}[0-9０-９一二三四五六七八九十]+(?:号|室|单元|栋|幢|户)"
_NAME, _ADDRESS = re.compile(f"(?=[一-鿿]+$){NAME}"), re.compile(ADDRESS)


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


def is_name(text: str) -> bool:
    """Whether a text reads like the name of a person: a surname and one or two characters, and not like a place or an office."""
    return _NAME.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether a text reads like where somebody lives: a lane, a group or a building, and a number of a house."""
    return _ADDRESS.search(text) is not None


def are_names(texts: Iterable[str]) -> bool:
    """Whether the cells of a column read like the names of persons: most of them, and three at least."""
    filled = [text.strip() for text in texts if text.strip()]
    likely = [text for text in filled if is_name(text)]
    return len(set(likely)) >= 3 and 2 * len(likely) > len(filled)


def number_macros() -> str:
    """The SQL macros has_number(x), is_address(x) and is_name(x), which find in a cell what the functions of these names find in a text, and
    those that say what of a rejected cell is stored."""
    asked = (
        ("has_number", f"length(x) >= {SHORTEST} and regexp_matches(x, '{PERSONAL}')"),
        ("is_address", f"regexp_matches(x, '{ADDRESS}')"),
        ("is_name", f"length(x) <= 3 and regexp_full_match(x, '[一-鿿]+') and regexp_full_match(x, '{NAME}')"),
    )
    macros = "".join(f"create or replace temp macro {name}(x) as {asks};\n" for name, asks in asked)
    return macros + (Path(__file__).parent / "guard.sql").read_text(encoding="utf-8")


def masked(text: str) -> str:
    """The text with whatever may be a phone or an ID number taken out: for names, headers and examples that are shown or kept."""
    return _WRITTEN.sub(HIDDEN, text)
