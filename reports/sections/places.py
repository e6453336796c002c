"""四、分村情况: where the villages of an area stand against all of them together, over a rolling year, and what cannot be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.small_numbers import RANK_FROM, RATE_FROM
from reports.brief import BAR, Cell, Chart, Column, Finding, Section, Series, Table
from reports.claims import quoted
from reports.material import Material, basis_of
from reports.reading import Reading, of
from reports.sections.charts import MUTED, TONE_OF, parts_of
from reports.sections.tables import figure_cell, figure_column, name_column, words_cell
from reports.sections.told import nothing_words, window_words
from reports.sections.wording import figure, finding, message, official, told
from reports.sentences_places import band_words, caution_of, compared_title, glyph, interval_words, names
from reports.standing import LEAST, Comparison, Standing, compare
from reports.words import is_few, is_fraction, is_nowhere, number_words, range_words, reason_words

KEY, TITLE = "places", "分村情况"
RECEIVED, ON_TIME, RESOLUTION = "case_received_count", "case_on_time_rate", "case_resolution_rate"
SATISFACTION, EVALUATION, OVERDUE = "case_satisfaction_rate", "case_evaluation_rate", "case_overdue_open_count"
ASKED = (RECEIVED, ON_TIME, RESOLUTION, SATISFACTION, EVALUATION, OVERDUE)
RATES = (ON_TIME, RESOLUTION, SATISFACTION)
MANY = 40  # villages of several towns that can be told one by one
DRAWN, NAMED = 15, 3
WHOLE = "整体"


@dataclass(frozen=True, kw_only=True)
class Places:
    """The places compared: by which column, the readings of each and of all together, and each rate judged."""

    held: Material
    column: str
    readings: Sequence[Reading]
    judged: dict[str, Comparison]

    @property
    def what(self) -> str:
        """What a place is called: 村, 乡镇."""
        return load_columns()[self.column].name

    def of(self, id: str) -> list[Reading]:
        """The readings of one indicator, a place each; what no place was found for is none."""
        return [one for one in of(self.readings, id) if one.groups[0] is not None and not is_nowhere(one)]

    def knows(self, id: str) -> bool:
        """Whether any place tells an indicator."""
        return any(one.is_known for one in self.of(id))


def places(held: Material) -> Places:
    """The villages of the area over its window; the towns where there are too many villages of several."""
    column = _column(held)
    readings = held.figures(ASKED, held.window, (column,))
    found = Places(held=held, column=column, readings=readings, judged={})
    judged = {id: compare(load_catalog()[id], found.of(id)) for id in RATES if any(one.is_known for one in found.of(id))}
    return Places(held=held, column=column, readings=readings, judged=judged)


def _column(held: Material) -> str:
    towns = {place.path.rpartition("/")[0] for place in held.villages}
    return "town" if len(held.villages) > MANY and len(towns) > 1 else "village"


def section(held: Material) -> Section:
    """Which places differ by more than chance, or that none does; of one village its own figures."""
    found = places(held)
    received = [one for one in found.of(RECEIVED) if one.is_known]
    if not any(one.value for one in received):
        return Section(key=KEY, title=TITLE, empty=_nothing(found))
    if len(received) < 2:
        return _alone(found)
    said = [*_standings(found), _overdue(found), _caution(found)]
    return Section(
        key=KEY,
        title=TITLE,
        message=_message(found),
        findings=tuple(one for one in said if one),
        charts=tuple(_chart(found)),
        tables=(_table(found),),
    )


def _nothing(found: Places) -> str:
    unplaced = sum(one.value or 0 for one in of(list(found.readings), RECEIVED) if is_nowhere(one))
    if unplaced:
        return f"{window_words(found.held)}受理的{number_words(unplaced)}件都没有写明是哪个村（未分村），分不了村。"
    return nothing_words(found.held, load_catalog()[RECEIVED], "诉求工单台账")


def _alone(found: Places) -> Section:
    """One village: its own year, and that there is nothing to hold it against."""
    held = found.held
    whole = held.whole(ASKED, held.window)
    rates = [f"{told(whole[id])}{_interval(whole[id])}" for id in RATES if whole[id].is_known]
    text = "；".join([f"{window_words(held)}受理诉求{figure(whole[RECEIVED])}", *rates])
    return Section(
        key=KEY,
        title=TITLE,
        message=message(f"本材料只涉及{held.place}，没有可比的村，只列自身数字"),
        findings=(finding("places.own", text, basis=basis_of(ASKED, held.window)),),
    )


def _interval(reading: Reading) -> str:
    return "" if is_fraction(reading) or not reading.is_known else f"，{interval_words(reading)}"


def _message(found: Places) -> str:
    """Which places stand outside, by rate; one sentence."""
    compared = [one for one in found.judged.values() if one.judged]
    loud = [official(compared_title(one, found.column)) for one in compared if _has_outside(one)]
    quiet = [one.indicator.name for one in compared if not _has_outside(one)]
    parts = [*loud, *([f"{'、'.join(quiet)}各{found.what}未见显著差异"] if quiet else [])]
    return message(f"{window_words(found.held)}，{'；'.join(parts or [_uncompared(found)])}")


def _has_outside(held: Comparison) -> bool:
    return any(one.is_outside for one in held.judged)


def _uncompared(found: Places) -> str:
    if found.judged:
        return f"各{found.what}件数都少，不作比较"
    return f"{reason_words(found.of(ON_TIME)[0])}，各{found.what}只列受理量，办得怎样无从比较"


def _standings(found: Places) -> list[Finding]:
    """A sentence each for the rates by which some place stands outside, one for all others."""
    loud = [_standing(found, id) for id, held in found.judged.items() if _has_outside(held)]
    quiet = {id: held for id, held in found.judged.items() if not _has_outside(held)}
    return [*loud, *([_alike(found, quiet)] if quiet else [])]


def _alike(found: Places, quiet: dict[str, Comparison]) -> Finding:
    """The rates by which no place differs by more than chance."""
    first = next(iter(quiet.values()))
    rates = "，".join(told(one.whole) for one in quiet.values())
    inside = f"逐项比较，各{found.what}与{WHOLE}均未见显著差异" if first.judged else ""
    text = "；".join(filter(None, [f"{len(first.standings)}个{found.what}合计{rates}{_unplaced(found)}", inside, _left(found, first)]))
    return finding("places.alike", text, basis=basis_of(quiet, found.held.window, (found.column,)))


def _unplaced(found: Places) -> str:
    """That the sum of the places leaves out what tells none: （另有未分村的23件不在内）."""
    count = sum(one.value or 0 for one in of(list(found.readings), RECEIVED) if one.groups[0] is not None and is_nowhere(one))
    return f"（受理的诉求中另有{number_words(count)}件未分村，不在各村数内）" if count else ""


def _standing(found: Places, id: str) -> Finding | None:
    """One rate: all together, who stands outside, how many do not, how many are not compared."""
    held = found.judged[id]
    parts = [f"{len(held.standings)}个{found.what}合计{told(held.whole)}", *_outside(found, held), *_inside(found, held)]
    tone = "worse" if any(one.tone == "worse" for one in held.judged) else "calm"
    return finding(
        f"places.{id.removeprefix('case_')}", "；".join(parts), tone=tone, basis=basis_of((id,), found.held.window, (found.column,))
    )


def _outside(found: Places, held: Comparison) -> list[str]:
    called = names(found.column, [one.reading.groups[0] for one in held.standings])
    said: dict[str, list[str]] = {}
    for one in held.judged:
        if one.is_outside:
            said.setdefault(band_words(one), []).append(f"{quoted(called[one.reading.groups[0]])}{figure(one.reading)}")
    return [
        f"{'、'.join(rows[:NAMED])}{f'等{len(rows)}个{found.what}' if len(rows) > NAMED else ''}{words}" for words, rows in said.items()
    ]


def _inside(found: Places, held: Comparison) -> list[str]:
    within = len(held.of("within"))
    return [*([f"其余{within}个{found.what}与{WHOLE}无显著差异"] if within else []), *filter(None, [_left(found, held)])]


def _left(found: Places, held: Comparison) -> str:
    """How many are not compared."""
    counted, small, few = held.indicator.counted_in, len(held.of("small")), len(held.of("few"))
    said = [f"{small}个{found.what}不足{RANK_FROM}{counted}，小样本不作比较"] if small else []
    return "；".join([*said, *([f"{few}个{found.what}不足{RATE_FROM}{counted}，只列分数"] if few else [])])


def _overdue(found: Places) -> Finding | None:
    """Where what is late lies now; of many places that hold as many, only how many they are."""
    readings = [
        one for one in found.held.figures((OVERDUE,), found.held.now, (found.column,)) if one.groups[0] is not None and not is_nowhere(one)
    ]
    counts = sorted((one.value for one in readings if one.value), reverse=True)
    if len(counts) < LEAST:
        return None
    is_even = len(counts) > NAMED and counts[0] == counts[NAMED]
    listed = "" if is_even else f"，其中{_beside_received(found, readings)}"
    text = f"期末{readings[0].indicator.name}分布在{len(counts)}个{found.what}{listed}"
    return finding("places.overdue", text, basis=basis_of((OVERDUE,), found.held.now, (found.column,)))


def _beside_received(found: Places, late: Sequence[Reading]) -> str:
    """Where most of what is late lies, each beside what the place received: a large place holds more: 粟桥村13件（受理627件）."""
    called = names(found.column, [one.groups[0] for one in late])
    received = {one.groups[0]: one for one in found.of(RECEIVED) if one.is_known}
    first = sorted((one for one in late if one.value), key=lambda one: -one.value)[:NAMED]
    listed = [
        f"{quoted(called[one.groups[0]])}{number_words(one.value)}件"
        + (f"（受理{number_words(received[one.groups[0]].value)}件）" if one.groups[0] in received else "")
        for one in first
    ]
    return f"{'、'.join(listed)}，受理数为{window_words(found.held)}的，只列件数、不作排名"


def _caution(found: Places) -> Finding | None:
    first = next((one for one in found.judged.values() if one.judged), None)
    if first is None or not _any_outside(found):
        return None
    basis = basis_of((first.indicator.id,), found.held.window, (found.column,))
    return finding("places.caution", caution_of(first, found.column), basis=basis)


def _any_outside(found: Places) -> bool:
    return any(map(_has_outside, found.judged.values()))


def _chart(found: Places) -> list[Chart]:
    """The places that may be compared by the first rate, those outside first, in a colour of their own; none where no place stands outside."""
    held = next((one for one in found.judged.values() if one.judged), None)
    if held is None or not _has_outside(held):
        return []
    shown = held.judged[:DRAWN]
    called = names(found.column, [one.reading.groups[0] for one in held.standings])
    drawn = Series(
        name=held.indicator.name,
        values=(held.whole.value, *(one.reading.value for one in shown)),
        parts=tuple(map(parts_of, [held.whole, *(one.reading for one in shown)])),
        tones=(MUTED, *(TONE_OF.get(one.tone, "calm") for one in shown)),
    )
    left = len(held.standings) - len(shown)
    span = official(range_words(found.held.window.start, found.held.window.end))
    marks = "▼▲为差别大于偶然的，其余未见显著差异"
    note = f"{span}合计；{marks}" + (f"；另有{left}个{found.what}见表" if left else "")
    return [
        Chart(
            key=f"places.{held.indicator.id}", title=official(compared_title(held, found.column)), kind=BAR,
            categories=(WHOLE, *(_marked(called[one.reading.groups[0]], one) for one in shown)), series=(drawn,), unit=held.indicator.unit,
            decimals=held.indicator.decimals, low=0.0, high=100.0, note=note, basis=basis_of((held.indicator.id,), found.held.window, (found.column,)),
        )
    ]  # fmt: skip


def _marked(name: str, one: Standing) -> str:
    """The name with the sign of what stands outside."""
    return f"{glyph(one)} {name}" if one.is_outside else name


def _table(found: Places) -> Table:
    first, rest = next(iter(found.judged), None), tuple(found.judged)[1:]
    compared = [Column(name="95%区间", width=12), Column(name=f"与{WHOLE}相比", width=11)] if first else []
    columns = (
        name_column(found.what), _figures(RECEIVED, 7), *(_figures(id, 15) for id in found.judged if id == first), *compared,
        *(_figures(id, 15) for id in rest), *([_figures(OVERDUE, 7)] if found.knows(OVERDUE) else []),
    )  # fmt: skip
    standings = {one.reading.groups[0]: one for one in found.judged[first].standings} if first else {}
    called = names(found.column, [one.groups[0] for one in found.of(RECEIVED)])
    cells = {id: {one.groups[0]: figure_cell(one) for one in found.of(id)} for id in ASKED}
    rows = []
    for group, name in called.items():
        judged = (cells[first][group], *_judgement(standings.get(group))) if first else ()
        late = (cells[OVERDUE][group],) if found.knows(OVERDUE) else ()
        rows.append((words_cell(quoted(name)), cells[RECEIVED][group], *judged, *(cells[id][group] for id in rest), *late))
    span = official(range_words(found.held.window.start, found.held.window.end))
    return Table(
        key=KEY, title=f"各{found.what}{window_words(found.held)}办理情况", columns=columns, rows=tuple(rows), note=f"{span}合计{_how(found, first)}",
        basis=basis_of((RECEIVED, *found.judged, *([OVERDUE] if found.knows(OVERDUE) else [])), found.held.window, (found.column,)),
        message=_message(found),
    )  # fmt: skip


def _how(found: Places, first: str | None) -> str:
    """How to read the table, and how often chance alone would set a place apart."""
    late = f"，{load_catalog()[OVERDUE].name}为期末数" if found.knows(OVERDUE) else ""
    if first is None:
        return late
    caution = official(caution_of(found.judged[first], found.column))
    return f"{late}；区间和比较按{load_catalog()[first].name}，不足{RATE_FROM}件的只列分数，不足{RANK_FROM}件的不作比较" + (
        f"；{caution}" if caution and not _any_outside(found) else ""
    )


def _figures(id: str, width: int) -> Column:
    return figure_column(load_catalog()[id], width)


def _judgement(one: Standing | None) -> tuple[Cell, Cell]:
    if one is None:
        return words_cell("—"), words_cell("没有数")
    is_shown = one.reading.is_known and not is_few(one.reading)
    span = official(interval_words(one.reading)).removeprefix("95%区间") if is_shown else "—"
    return words_cell(span), words_cell(official(band_words(one)), TONE_OF.get(one.tone, "calm"))
