"""Sentences about ledgers: incomes and projects. No word here says whether a figure is good, nor why it is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.reading import Reading
from reports.sentences import escaped
from reports.words import day_words, number_words, said, value_words

UNSAID = "未注明"


def defined_words(definition: str) -> str:
    """What is earned a head, under its own definition: 人均可支配收入; 人均收入（定义未注明）."""
    return "人均收入（收入定义未注明）" if definition in (UNSAID, None) else f"人均{definition}"


def line_words(definition: str) -> str:
    """A definition at the end of its line: 可支配收入; 定义未注明."""
    return "定义未注明" if definition in (UNSAID, None) else definition


def basis_title(basis: str) -> str:
    """A basis as people read it: 村级上报; 来源未注明."""
    return f"来源{basis}" if basis == UNSAID else basis


def break_words(year: str, definition: str, before: str) -> str:
    """The words at the line where one definition gives way to another."""
    return f"{year}年起为{_short(definition)}，与此前的{_short(before)}不可比"


def _short(definition: str) -> str:
    return f"“{line_words(definition)}”"


def income_headline(
    where: str,
    when: str,
    *,
    basis: str,
    definition: str,
    level: Reading,
    growth: Reading,
    reported: str,
    resting: str,
    missing: Sequence[str],
) -> str:
    """How much is earned a head, by which basis, by how many places, how that compares with the year before, and what has to be asked for."""
    name = defined_words(definition)
    opening = "，".join(filter(None, [f"{when}，{where}按“{basis_title(basis)}”", reported]))
    value = f"{name}{'的中位数' if (level.denominator or 0) > 1 else ''} {value_words(level)}" if level.is_known else said(level)
    facts = [opening, value, f"{said(growth)}{resting if growth.is_known else ''}"]
    attention = [f"**{escaped(one)}**" for one in missing]
    return "；".join(["，".join(escaped(fact) for fact in facts if fact), *attention]) + "。"


def days_words(first: date | None, last: date | None) -> str:
    """From one day to another, either of which may not be stated."""
    return "未填" if not (first or last) else "至".join(day_words(one) if one else "未填" for one in (first, last))


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project as its ledger tells it; `overdue_days` while it is not finished, `delay_days` once it is, `waiting_days` while not begun."""

    name: str
    place: str
    status: str
    unit: str
    planned_start: date | None
    planned_finish: date | None
    started: date | None
    finished: date | None
    overdue_days: int = 0
    delay_days: int = 0
    waiting_days: int = 0
    is_paused: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it was finished late, or should be finished or begun and is not."""
        return bool(self.overdue_days or self.delay_days or self.waiting_days)

    @property
    def has_days(self) -> bool:
        """Whether there is any day to draw."""
        return any((self.planned_start, self.planned_finish, self.started, self.finished))

    @property
    def order(self) -> tuple:
        """The most overdue first, then what should have begun, what is under way, what was finished late, and the newest of the rest."""
        stage = 0 if self.overdue_days else 1 if self.waiting_days else 2 if not self.finished else 3 if self.delay_days else 4
        newest = self.started or self.planned_start or self.planned_finish or self.finished or date.min
        return stage, -self.overdue_days, -self.waiting_days, -self.delay_days, -newest.toordinal(), self.name


def project_words(project: Project) -> str:
    """The whole sentence about a project: where, how it stands, plan, course, and how late it is."""
    said_of = [
        project.place,
        f"状态{project.status}" if project.status else "",
        f"计划 {days_words(project.planned_start, project.planned_finish)}",
        f"实际 {days_words(project.started, project.finished)}",
        pressing_words(project),
        f"晚于计划 {number_words(project.delay_days)} 天完工" if project.delay_days and not project.overdue_days else "",
    ]
    return "；".join(one for one in said_of if one)


def pressing_words(project: Project) -> str:
    """What is to be done about a project; blank where nothing presses."""
    said_of = [
        f"过期未完工 {number_words(project.overdue_days)} 天" if project.overdue_days else "",
        f"应开工未开工 {number_words(project.waiting_days)} 天" if project.waiting_days else "",
        "停工" if project.is_paused else "",
    ]
    return "，".join(one for one in said_of if one)
