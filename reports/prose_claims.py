"""Claims in a sentence that a person wrote: that something rises, falls, gets better or worse, or does so surely, without ground in the data."""

import re
import tomllib
from functools import cache
from pathlib import Path

from indicators.definition import load_catalog
from reports.claims import BETTER, HIGH, LOW, MOVES, QUOTED, WORSE
from reports.prose_known import Known

DECLARED = Path(__file__).with_name("prose.toml")
OWN = {"high": MOVES[HIGH], "low": MOVES[LOW], "better": BETTER, "worse": WORSE}
SENTENCE_ENDS = "。；！？\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，、："

Claim = tuple[str, str, str]  # the word, what it means, the name of the indicator that it is of; blank where none is named


@cache
def _declared() -> dict:
    return tomllib.loads(DECLARED.read_text(encoding="utf-8"))


@cache
def meanings() -> dict[str, str]:
    """What each word claims: high, low, better, worse, sure."""
    words = {word: meaning for meaning, listed in _declared()["claims"].items() for word in listed}
    return words | {word: meaning for meaning, word in OWN.items()}


@cache
def _pattern() -> re.Pattern:
    negated = "|".join(sorted(_declared()["not"]["before"], key=len, reverse=True))
    return re.compile(f"(?P<no>{negated})?(?:有)?(?P<word>{'|'.join(sorted(meanings(), key=len, reverse=True))})")


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted({one.name for one in load_catalog().values()}, key=len, reverse=True))


def unfounded(text: str, original: str, held: Known) -> list[str]:
    """The claims of an edited sentence that the data's do not make, of the same indicator where one is named."""
    grounds = _claims(original)
    more = [claim for said in held.texts for claim in _claims(said) if claim[2]]
    allowed = {(meaning, name) for _, meaning, name in (*grounds, *more)}
    named = {name for _, _, name in grounds}
    places = [name for name in held.rows if name and name in text and name not in original]
    found = []
    for word, meaning, name in _claims(text):
        is_founded = (
            (meaning, name) in allowed or (meaning, "") in allowed or (not name and any((meaning, one) in allowed for one in named))
        )
        if not is_founded or _is_of(places, text, word):
            found.append(f"“{word}”没有统计依据" + _instead(meaning, name, grounds))
    return found


def _claims(text: str) -> list[Claim]:
    """What a text claims; what it quotes, denies or intends is no claim."""
    bare = QUOTED.sub(lambda found: "\0" * len(found[0]), text)
    found = []
    for match in _pattern().finditer(bare):
        clause = _around(bare, match.start(), CLAUSE_ENDS)
        if not match["no"] and not any(word in clause for word in _declared()["intended"]["words"]):
            found.append((match["word"], meanings()[match["word"]], _subject(bare, match.start())))
    return found


def _around(text: str, at: int, ends: str) -> str:
    begin = max(text.rfind(sign, 0, at) + 1 for sign in ends)
    end = min((found for sign in ends if (found := text.find(sign, at)) >= 0), default=len(text))
    return text[begin:end]


def _subject(text: str, at: int) -> str:
    """The indicator that is named last before a place in its sentence; else the first in it; blank where none is."""
    sentence_begin = max(text.rfind(sign, 0, at) + 1 for sign in SENTENCE_ENDS)
    before = text[sentence_begin:at]
    named = [(before.rfind(name) + len(name), len(name), name) for name in _names() if name in before]
    if named:
        return max(named)[2]
    sentence = _around(text, at, SENTENCE_ENDS)
    return min(((sentence.find(name), -len(name), name) for name in _names() if name in sentence), default=(0, 0, ""))[2]


def _is_of(places: list[str], text: str, word: str) -> bool:
    """Whether a claim stands in a clause of a place that the data's sentence does not name."""
    return any(name in _around(text, text.find(word), SENTENCE_ENDS) for name in places)


def _instead(meaning: str, name: str, grounds: list[Claim]) -> str:
    opposite = {"high": "low", "low": "high", "better": "worse", "worse": "better"}.get(meaning)
    said = [word for word, other, of in grounds if other == opposite and name in ("", of)]
    return f"，原文为“{said[0]}”" if said else ""
