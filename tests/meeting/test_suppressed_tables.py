"""What an 印发版 prints of villages by types, attacked: from the words that are printed, no small count can be told from another."""

from random import Random

import pytest

from reports.brief import INTERNAL, ISSUED, SUPPRESSED, Table
from reports.material import Material, material
from reports.sections.annex import annexes
from reports.span import span
from tests.indicators.attacker import ranges
from tests.meeting import small_town

CROSSED = ("annex.case_kinds", "annex.dispute_kinds")
PERIODS = ("2026-10", "2026-Q3")


def tables(held: Material) -> dict[str, Table]:
    return {part.key: part.tables[0] for part in annexes(held) if part.key in CROSSED and part.tables}


def printed(table: Table) -> list[list[str]]:
    """The words of a table, totals last, without the villages that reported nothing."""
    lines = [[cell.text.removesuffix("件").strip().replace(",", "") for cell in row[1:]] for row in table.rows]
    return [line for line in lines if "未填报" not in line]


def check(issued: Table, internal: Table) -> int:
    """Attacks a printed table and returns how many small cells it holds. Each number in it is the one of the internal edition."""
    seen, whole = printed(issued), printed(internal)
    size = len(seen[0])
    words, numbers = ([word for line in lines for word in line] for lines in (seen, whole))
    small = [at for at, word in enumerate(words) if word == "＜5"]
    if len(issued.columns) == len(internal.columns):
        assert all(word in ("＜5", "—") or word == number for word, number in zip(words, numbers, strict=True))
        inner = [at for at in range(len(words)) if at % size < size - 1 and at < len(words) - size]
        assert all(words[at] in ("＜5", "—") for at in inner if 0 < int(numbers[at]) < 5)
    for at, (low, high) in (ranges(seen, small) if small else {}).items():
        assert low <= 1 + 1e-6 and high >= 4 - 1e-6, (issued.title, divmod(at, size), low, high)
    return len(small)


def editions(connection, period: str, area: str | None = None) -> tuple[dict[str, Table], dict[str, Table]]:
    return tuple(tables(material(connection, area, span(period), edition=edition)) for edition in (ISSUED, INTERNAL))


@pytest.mark.parametrize("period", PERIODS)
def test_small_counts_of_the_demonstration_cannot_be_told(demo, period):
    issued, internal = editions(demo, period)
    assert set(issued) <= set(internal)
    assert sum(check(issued[key], internal[key]) for key in issued) > 10
    kept_back = [cell for table in issued.values() for row in table.rows for cell in row if cell.mark == SUPPRESSED]
    assert kept_back and all(cell.value is None for cell in kept_back), "a number that is not printed is not in the file either"
    assert not [cell for table in internal.values() for row in table.rows for cell in row if cell.mark == SUPPRESSED]


def drawn_town(seed: int):
    """The warehouse of a town of seven villages and up to eight types with counts drawn at random, many of them small or none."""
    random = Random(seed)
    counts = {(f"{name}村", f"类{kind}"): random.choice((0, 1, 2, 3, 4, 6, 9, 14)) for name in "甲乙丙丁戊己庚" for kind in range(8)}
    cases = [
        {"village": village, "category_1": kind, "received_at": f"2022-03-{number % 28 + 1:02d} 09:00:00", "due_at": "2022-03-31 23:59:59", "status": "open"}
        for (village, kind), count in counts.items()
        for number in range(count)
    ]  # fmt: skip
    return small_town.warehouse(cases, with_areas=False)


@pytest.mark.parametrize("seed", [1, 2])
def test_small_counts_of_a_town_drawn_at_random_cannot_be_told(seed):
    issued, internal = editions(drawn_town(seed), "2022-03")
    assert check(issued["annex.case_kinds"], internal["annex.case_kinds"]) > 10


def test_the_attack_gets_into_the_same_table_without_what_was_left_out_beside(demo):
    """Printed with ＜5 alone, small counts can be worked out: the tests above can fail."""
    (_, internal) = editions(demo, "2026-10")
    inside = 0
    for table in internal.values():
        lines = printed(table)
        seen = [["＜5" if word != "0" and int(word) < 5 else word for word in line[:-1]] + line[-1:] for line in lines[:-1]] + [lines[-1]]
        small = [at for at, word in enumerate(word for line in seen for word in line) if word == "＜5"]
        inside += sum(low > 1 + 1e-6 or high < 4 - 1e-6 for low, high in (ranges(seen, small) if small else {}).values())
    assert inside > 0
