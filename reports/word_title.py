"""Where the title of a document breaks: by sense, into lines that make a trapezoid or diamond, none of them a single sign."""

import re
from collections.abc import Sequence
from itertools import combinations

from reports.word_xml import half_widths

WIDEST = 39  # half characters of 22 pt in 156 mm, and a little room
SHORTEST = 6
WORDS = ("党建引领基层治理", "分析研判会", "研判会", "材料", "统计表")
TIED = re.compile(r"[0-9A-Za-z.]+(?:年(?:[0-9]+月)?)?|[（“《][^）”》]*[）”》]")  # what no break may fall into
MOST_LINES = 4
SENSELESS = 40  # as bad as lines that differ by so many half characters


def title_lines(title: str, pieces: Sequence[str] = (), widest: int = WIDEST) -> list[str]:
    """The title in as few lines as hold it, broken at the ends of the pieces and of words that titles are made of, evenly."""
    senses, anywhere = _senses(title, pieces), _anywhere(title)
    for wanted in range(1, MOST_LINES + 1):
        ways = [way for way in combinations(anywhere, wanted - 1) if _fits(title, way, widest)]
        if ways:
            return _cut(title, min(ways, key=lambda way: _cost(title, way, senses)))
    return [title]


def _cut(title: str, way: Sequence[int]) -> list[str]:
    return [title[start:end] for start, end in zip((0, *way), (*way, len(title)), strict=True)]


def _fits(title: str, way: Sequence[int], widest: int) -> bool:
    wide = [half_widths(line) for line in _cut(title, way)]
    return max(wide) <= widest and (not way or min(wide) >= SHORTEST)


def _cost(title: str, way: Sequence[int], senses: set[int]) -> tuple[int, int]:
    """How far the lines differ, and how many end in the middle of something; of two alike, the one that grows downwards."""
    wide = [half_widths(line) for line in _cut(title, way)]
    return max(wide) - min(wide) + SENSELESS * len(set(way) - senses), wide[0] - wide[-1]


def _senses(title: str, pieces: Sequence[str]) -> set[int]:
    """The places at which one thing ends and another begins."""
    found = set()
    for piece in (*pieces, *WORDS):
        for match in re.finditer(re.escape(piece), title) if piece else ():
            found |= {match.start(), match.end()}
    return found


def _anywhere(title: str) -> list[int]:
    """Every place at which a line may end: in no number, no Latin word and nothing in brackets, unless that is too long for a line itself."""
    tied = {
        place for match in TIED.finditer(title) if half_widths(match.group()) <= WIDEST for place in range(match.start() + 1, match.end())
    }
    return [place for place in range(1, len(title)) if place not in tied and title[place] not in "年月日，。、）”》（"]
