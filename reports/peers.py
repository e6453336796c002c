"""Like with like: the classes of villages within which one village is held against another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.words import number_words

LEAST = 6  # villages whose size is known; fewer make no three classes
PARTS = 3


@dataclass(frozen=True, kw_only=True)
class Classes:
    """The class of each village by its path, in the order in which the classes are shown, and in words how they were made."""

    of: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def is_useful(self) -> bool:
        """Whether there are at least two classes: one is everybody."""
        return len(set(self.of.values())) > 1


def by_size(sizes: Mapping[str, int], unit: str) -> Classes:
    """Three classes of as many villages each, by their size; villages of one size are never parted. Empty where fewer than six give it."""
    if len(sizes) < LEAST:
        return Classes()
    ordered = sorted(sizes.values())
    first, second = (ordered[len(ordered) * part // PARTS] for part in range(1, PARTS))
    names = (
        f"不足 {number_words(first)} {unit}",
        f"{number_words(first)}—{number_words(second - 1)} {unit}",
        f"{number_words(second)} {unit}及以上",
    )
    found = {path: names[(size >= first) + (size >= second)] for path, size in sorted(sizes.items(), key=lambda one: one[1])}
    return Classes(of=found, words=f"同规模：按{unit}数由少到多三等分（{'、'.join(dict.fromkeys(found.values()))}）")


def by_location(locations: Mapping[str, str], order: tuple[str, ...]) -> Classes:
    """A class for each location that the area ledger gives, in the order in which its contract lists them."""
    known = sorted(locations.items(), key=lambda one: order.index(one[1]))
    return Classes(of=dict(known), words=f"同区位：地区台账所填的{'、'.join(dict.fromkeys(value for _, value in known))}")
