"""下步措施（三单）: the problems that were found, what is proposed for each, who is to do it and by when, as one table for the meeting to settle."""

from reports.brief import Column, Section, Table
from reports.claims import guard
from reports.material import Material, basis_of
from reports.sections.found_problems import Problem, found_problems, has_ledgers
from reports.sections.tables import words_cell
from reports.sections.wording import message
from reports.words import number_words

KEY, TITLE = "measures", "下步措施（问题、责任、化解三单）"
OPEN = "待会议明确"
MOST = 12
NONE = "没有发现需要列入问题清单的事项，不列措施。"
NO_LEDGERS = "没有导入诉求、纠纷和项目台账，无从列出问题和措施。"


def section(held: Material) -> Section:
    """The section; without a problem there is nothing to propose."""
    found = found_problems(held)
    if not found:
        return Section(key=KEY, title=TITLE, empty=NONE if has_ledgers(held) else NO_LEDGERS)
    named = sum(bool(one.unit) for one in found)
    rest = "、其余待会议明确" if named < len(found) else ""
    owners = f"其中{number_words(named)}项的责任单位取自台账{rest}" if named else "责任单位待会议明确"
    text = f"列入问题清单{number_words(len(found))}项，{owners}；措施均为建议，期限由会议确定"
    return Section(key=KEY, title=TITLE, message=message(text), tables=(_table(held, found),))


def _table(held: Material, found: list[Problem]) -> Table:
    columns = (
        Column(name="序号", width=4, is_number=True), Column(name="问题清单", width=20), Column(name="化解清单（建议措施）", width=20),
        Column(name="责任清单", width=9), Column(name="期限", width=8),
    )  # fmt: skip
    rest = len(found) - MOST
    note = "责任单位为台账所列承办、责任单位" + (f"；另有{number_words(rest)}项未列" if rest > 0 else "")
    ids = dict.fromkeys(id for one in found for id in one.ids)
    rows = tuple(_row(number, one) for number, one in enumerate(found[:MOST], start=1))
    return Table(key=KEY, title="问题清单、责任清单、化解清单", columns=columns, rows=rows, note=note, basis=basis_of(ids, held.now))


def _row(number: int, one: Problem) -> tuple:
    words = guard(one.words, one.claims)
    return tuple(map(words_cell, (str(number), words, one.measure, one.unit or OPEN, OPEN)))
