"""Which sections a brief has, and in which order they stand unless people choose otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.brief import Section
from reports.material import Material
from reports.sections import decided, disputes, domains, measures, places, pressing, problems, requests, running, topics


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section that a brief may have: its key, its title, how it is made, and whether it may be left out."""

    key: str
    title: str
    make: Callable[[Material], Section]
    is_obligatory: bool = False


def _part(module, *, is_obligatory: bool = False) -> Part:
    return Part(key=module.KEY, title=module.TITLE, make=module.section, is_obligatory=is_obligatory)


PARTS = (
    _part(decided), _part(running, is_obligatory=True), _part(topics), _part(places), _part(disputes), _part(pressing), _part(domains),
    _part(problems, is_obligatory=True), _part(measures), _part(requests),
)  # fmt: skip
KEYS = tuple(part.key for part in PARTS)
BY_KEY = {part.key: part for part in PARTS}


class UnknownSection(ValueError):
    """A section was chosen that there is none of, or one that must not be missing was left out; the message is one Chinese sentence."""


def chosen_parts(keys) -> tuple[Part, ...]:
    """The parts that were chosen, in that order. Raises UnknownSection."""
    keys = tuple(keys)
    unknown = [key for key in keys if key not in BY_KEY]
    if unknown or len(set(keys)) < len(keys):
        raise UnknownSection(f"材料没有“{'、'.join(unknown)}”这一节。" if unknown else "同一节只能列一次。")
    lacking = [part.title for part in PARTS if part.is_obligatory and part.key not in keys]
    if lacking:
        raise UnknownSection(f"“{'、'.join(lacking)}”不能省略。")
    return tuple(BY_KEY[key] for key in keys)
