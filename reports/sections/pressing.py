"""重点难点事项: the cases and disputes that have waited longest, by the number of the platform, without a name, a title or a word of their text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.rows import rows
from reports.brief import ISSUED, Basis, Cell, Column, Finding, Section, Table
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.sections.disputes import guessed_words
from reports.sections.tables import number_cell, words_cell
from reports.sections.told import is_one_village, of_place
from reports.sections.wording import count, finding, message, told
from reports.words import BLANK, group_words, number_words

KEY, TITLE = "pressing", "重点难点事项"
CASE, DISPUTE = "case", "dispute"
NAMES = {CASE: "诉求", DISPUTE: "纠纷"}
OPENED = {CASE: "办", DISPUTE: "调"}  # 在办 a case, 在调 a dispute
OPEN = {CASE: "case_open_count", DISPUTE: "dispute_open_count"}
LATE = {CASE: "case_overdue_open_count", DISPUTE: "dispute_overdue_open_count"}
LONG_OPEN = 60  # days from which an open case is listed though it is not overdue: those of the last of the bands of age
OLDEST = load_columns()["age_band"].levels[-1]
MOST = 10
HASHED = re.compile(r"H[0-9a-f]{16}")  # what stands for a number that held a phone or an ID number
HIDDEN = "编号已脱敏"
IN_VILLAGE = "村级单位"
KIND_NAME = "诉求类别、纠纷类型"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An open case or dispute: its number on the platform, what it is about, where, who handles it, and for how many days it has been open."""

    domain: str
    number: str
    kind: str
    village: str
    unit: str
    open_days: int
    overdue_days: int | None

    @property
    def order(self) -> tuple:
        """The most overdue first, then the longest open."""
        return -(self.overdue_days or 0), -self.open_days, self.number


def section(held: Material) -> Section:
    """The section; that nothing presses, or that nobody knows, is said."""
    late = {domain: held.whole((id,), held.now)[id] for domain, id in LATE.items()}
    known = {domain: one for domain, one in late.items() if one.is_known}
    if not known:
        return Section(key=KEY, title=TITLE, empty=_unknown(held, late))
    found = matters(held, known)
    if not found:
        said = "、".join(told(one) for one in known.values())
        return Section(key=KEY, title=TITLE, empty=message(f"期末{said}，也没有在办超过{LONG_OPEN}天的"))
    table = _issued_table(held, found) if held.edition == ISSUED else _table(held, found)
    findings = tuple(_finding(held, domain, one) for domain, one in known.items() if one.value)
    return Section(key=KEY, title=TITLE, message=_message(held, found), findings=findings, tables=(table,))


def _unknown(held: Material, late: dict[str, Reading]) -> str:
    """Why nobody knows what is open: no ledger of cases, or one that does not say when they were closed."""
    if not any(held.known_until(one.indicator.view) for one in late.values()):
        return f"没有导入{of_place(held)}诉求和纠纷台账，均为未填报，不列。"
    reasons = "；".join(f"{NAMES[domain]}：{one.note}" for domain, one in late.items() if held.known_until(one.indicator.view))
    return message(f"办件是否在办、是否超期不可知，不列（{reasons}）")


def matters(held: Material, domains: Iterable[str]) -> list[Matter]:
    """What is overdue, or open for long, at the end of the period: the most overdue first."""
    found = [
        _matter(domain, row)
        for domain in domains
        for row in rows(held.connection, load_catalog()[OPEN[domain]], "numerator", held.now).to_dict("records")
    ]
    return sorted((one for one in found if one.overdue_days is not None or one.open_days > LONG_OPEN), key=lambda one: one.order)


def _matter(domain: str, row: dict) -> Matter:
    return Matter(
        domain=domain, number=HIDDEN if HASHED.fullmatch(row["case_id"]) else row["case_id"], kind=_words("category_1", row),
        village=_words("village", row), unit=_words("handler_unit", row), open_days=int(row["age_days"]),
        overdue_days=None if pd.isna(row["overdue_days"]) else int(row["overdue_days"]),
    )  # fmt: skip


def _words(column: str, row: dict) -> str:
    value = row.get(column)
    return BLANK if value is None or pd.isna(value) else group_words(column, value)


def _message(held: Material, found: Sequence[Matter]) -> str:
    first = found[0]
    is_late = bool(first.overdue_days)
    wait = f"已在办{number_words(first.open_days)}天" + (f"、超期{number_words(first.overdue_days)}天" if is_late else "")
    about = NAMES[first.domain] if is_one_village(held) and held.edition == ISSUED else f"{NAMES[first.domain]}，{first.kind}"
    return message(f"{'超期最久' if is_late else '在办最久'}的一件（{about}）{wait}")


def _finding(held: Material, domain: str, late: Reading) -> Finding:
    """How many of a kind are overdue and how many of them for long."""
    bands = {one.groups[0]: one for one in held.figures((LATE[domain],), held.now, ("age_band",))}
    old = bands.get(OLDEST)
    parts = [
        f"{NAMES[domain]}{told(late)}{guessed_words(late)}",
        f"其中在{OPENED[domain]}{OLDEST}的{count(old)}" if old is not None and old.value else "",
    ]
    return finding(f"{KEY}.{domain}", "，".join(filter(None, parts)), basis=basis_of((LATE[domain],), held.now, ("age_band",)))


def _names_village(held: Material, words: str, village: str = "") -> bool:
    """Whether words would tell a village in what is printed for outside; 柳沟调委会 tells 柳沟村."""
    names = {village, *(place.name for place in held.villages)} - {"", BLANK}
    return held.edition == ISSUED and any(name.removesuffix("村") in words for name in names)


def _note(found: Sequence[Matter]) -> str:
    overdue = sum(one.overdue_days is not None for one in found)
    how = "均已超期" if overdue == len(found) else f"超期{number_words(overdue)}件"
    rest = f"共{number_words(len(found))}件，{how}，列超期最久的{MOST}件" if len(found) > MOST else ""
    others = f"含在办超过{LONG_OPEN}天、未到期限或没有期限的，其超期天数写“—”" if overdue < len(found) else ""
    return "；".join(filter(None, [rest, others])) or "按超期天数排列"


def annex(held: Material) -> Section | None:
    """All that the list of the text has no room for, by number; not in an edition for outside, and none where the list holds everything."""
    known = [domain for domain, id in LATE.items() if held.whole((id,), held.now)[id].is_known]
    found = matters(held, known) if held.edition != ISSUED else []
    if len(found) <= MOST:
        return None
    title = "超期和久办事项清单"
    table = replace(_table(held, found, len(found)), key="annex.pressing", title=title, note="按超期天数排列")
    return Section(key="annex.pressing", title=title, tables=(table,))


def _table(held: Material, found: Sequence[Matter], most: int = MOST) -> Table:
    """The first of them, a row each, with the number by which a clerk finds them on the platform."""
    columns = (
        Column(name="事项", width=5), Column(name=load_columns()["case_id"].name, width=14), Column(name=KIND_NAME, width=9),
        Column(name=load_columns()["village"].name, width=8), Column(name=load_columns()["handler_unit"].name, width=12),
        Column(name="在办（调）天数", width=7, is_number=True), Column(name="超期天数", width=7, is_number=True),
    )  # fmt: skip
    rows_ = tuple(
        (
            *map(words_cell, (NAMES[one.domain], one.number, one.kind, one.village, one.unit)),
            number_cell(one.open_days, "天"),
            _overdue_cell(one),
        )
        for one in found[:most]
    )
    return Table(key=f"{KEY}.list", title="超期最久的事项", columns=columns, rows=rows_, note=_note(found), basis=_basis(held))


def _overdue_cell(one: Matter) -> Cell:
    return words_cell("—") if one.overdue_days is None else number_cell(one.overdue_days, "天", tone="worse")


def _issued_table(held: Material, found: Sequence[Matter]) -> Table:
    """By kind and unit alone, without number and village; by unit alone where the whole brief is about one village."""
    told_of = [_group(held, one) for one in found]
    longest = {group: max(one.open_days for one, other in zip(found, told_of, strict=True) if other == group) for group in told_of}
    named = (Column(name="事项", width=5), Column(name=KIND_NAME, width=10), Column(name=load_columns()["handler_unit"].name, width=14))
    columns = (
        *(named[::2] if is_one_village(held) else named),
        Column(name="件数", width=7, is_number=True),
        Column(name=load_catalog()["case_open_age_max"].name, width=9, is_number=True),
    )
    counted = sorted(Counter(told_of).items(), key=lambda one: (-one[1], -longest[one[0]]))
    rows_ = tuple(
        (*map(words_cell, group), number_cell(number, "件"), number_cell(longest[group], "天")) for group, number in counted[:MOST]
    )
    how = f"共{number_words(len(found))}件超期或在办超过{LONG_OPEN}天，合计列件数最多的{MOST}项；印发版不列编号，也不分村列类别"
    return Table(key=f"{KEY}.list", title="超期和久办事项", columns=columns, rows=rows_, note=how, basis=_basis(held))


def _group(held: Material, one: Matter) -> tuple[str, ...]:
    unit = IN_VILLAGE if _names_village(held, one.unit, one.village) else one.unit
    return (NAMES[one.domain], unit) if is_one_village(held) else (NAMES[one.domain], one.kind, unit)


def _basis(held: Material) -> Basis:
    return basis_of((*OPEN.values(), *LATE.values()), held.now)
