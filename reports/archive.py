"""A finished brief read back: its text as it was kept, and the same made anew from the snapshot and the journal position that it came from.

Which of the two counts: they are the same text, or the kept one does. A snapshot that another version of the program derived is not computed
with: deriving it anew could move what the meeting was told. Then the kept text stands, and it is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.brief import Brief, Section
from reports.brief_text import brief_text, read_brief
from reports.final_score import digest

SAME, CHANGED, OUTDATED, RETIRED, GONE, ALTERED, UNREADABLE = "same", "changed", "outdated", "retired", "gone", "altered", "unreadable"
CHECKS = {
    SAME: "已由当时的数据版本重新生成，与归档的逐字一致",
    CHANGED: "计算程序此后更新过，重新生成与归档的不同；以归档的为准",
    OUTDATED: "当时的数据版本由较早的程序整理，现在的程序不再重新生成它；以归档的为准",
    RETIRED: "当时选的章节现在的程序没有，不能重新生成；以归档的为准",
    GONE: "当时的数据版本已不在数据目录，不能重新生成；以归档的为准",
    ALTERED: "归档的文本不在数据目录或被改动过，也不能由当时的数据版本得出，不能显示；请由备份恢复数据目录",
    UNREADABLE: "归档的文本由别的程序版本写成，现在的程序读不出，也不能由当时的数据版本得出；请用当时的程序打开",
}
LISTED = 3  # changes told of one section
SHOWN = 40  # characters told of a sentence that changed


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A finished brief (None where it is lost), how it was checked, and what would come out differently now, a sentence each."""

    brief: Brief | None
    check: str
    differences: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How the brief was checked, as a sentence without its stop."""
        return CHECKS[self.check]


def finished(brief: Brief) -> tuple[str, str]:
    """What is kept of a finished brief: its text, and the digest of that."""
    text = brief_text(brief)
    return text, digest(text)


def standing(kept: str | None, kept_digest: str, remade: Brief | str) -> Standing:
    """A finished brief: `kept` is the text found under its digest, `remade` the brief made anew, or why it cannot be: OUTDATED, RETIRED, GONE."""
    if isinstance(remade, Brief) and finished(remade)[1] == kept_digest:
        return Standing(brief=remade, check=SAME)
    if kept is None or digest(kept) != kept_digest:
        return Standing(brief=None, check=ALTERED)
    try:
        brief = read_brief(kept)
    except (KeyError, TypeError, ValueError):
        return Standing(brief=None, check=UNREADABLE)
    if isinstance(remade, str):
        return Standing(brief=brief, check=remade)
    return Standing(brief=brief, check=CHANGED, differences=tuple(differences(brief, remade)))


def differences(kept: Brief, other: Brief) -> list[str]:
    """What differs between two briefs, a sentence each: what they are of, definitions, sections, and in these sentences, charts and tables.

    None where and only where their texts are the same.
    """
    if brief_text(kept) == brief_text(other):
        return []
    found = [f"{name}不同：{a} 与 {b}。" for name, a, b in _heads(kept, other) if a != b]
    found += _definitions(kept, other)
    found += _sections(_parts(kept), _parts(other))
    return found or ["数据来源、数据质量或其他附注不同。"]


def _heads(kept: Brief, other: Brief) -> list[tuple[str, object, object]]:
    names = {"标题": "title", "版本": "edition_words", "数据截止日": "known_to"}
    made = {"数据版本": "snapshot", "记事位置": "position", "生成日期": "on"}
    return [
        *((name, getattr(kept, field), getattr(other, field)) for name, field in names.items()),
        *((name, getattr(kept.made, field), getattr(other.made, field)) for name, field in made.items()),
    ]


def _definitions(kept: Brief, other: Brief) -> list[str]:
    now = {one.name: one.version for one in other.definitions}
    changed = [one.name for one in kept.definitions if now.get(one.name, one.version) != one.version]
    return [f"口径换了版本：{'、'.join(changed)}。"] if changed else []


def _parts(brief: Brief) -> dict[str, Section]:
    """The sections by key, the summary as one of them."""
    summary = Section(key="", title="摘要", findings=brief.summary)
    return {one.key: one for one in (summary, *brief.parts)}


def _sections(before: Mapping[str, Section], after: Mapping[str, Section]) -> list[str]:
    found = [f"少了“{one.title}”一节。" for key, one in before.items() if key not in after]
    found += [f"多了“{one.title}”一节。" for key, one in after.items() if key not in before]
    both = [key for key in before if key in after]
    if both != [key for key in after if key in before]:
        found.append("各节的顺序不同。")
    return found + [_changed(before[key], after[key]) for key in both if before[key] != after[key]]


def _changed(before: Section, after: Section) -> str:
    """One sentence on what changed in a section: the sentences, then the charts and tables by title."""
    told = [*_sentences(before, after), *_drawn("图", before.charts, after.charts), *_drawn("表", before.tables, after.tables)]
    more = [f"等 {len(told)} 处"] if len(told) > LISTED else []
    return f"“{before.title}”：{'；'.join([*told[:LISTED], *more]) or '依据不同'}。"


def _sentences(before: Section, after: Section) -> list[str]:
    pairs = [(before.message, after.message), (before.empty, after.empty)]
    now = {one.key: one.text for one in after.findings}
    then = {one.key: one.text for one in before.findings}
    pairs += [(then.get(key, ""), now.get(key, "")) for key in {**then, **now}]
    return [f"原为{_quoted(a)}，现为{_quoted(b)}" for a, b in pairs if a != b]


def _quoted(text: str) -> str:
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”" if text else "无"


def _drawn(called: str, before: Iterable, after: Iterable) -> list[str]:
    then, now = ({one.key: one for one in drawn} for drawn in (before, after))
    return [f"{called}“{(then.get(key) or now[key]).title}”不同" for key in {**then, **now} if then.get(key) != now.get(key)]
