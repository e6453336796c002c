"""三、分类与热点: what people ask for most, by type, kind and channel, beside the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.columns import load_columns
from reports.brief import Cell, Chart, Column, Finding, Section, Series, Table
from reports.material import Material, basis_of
from reports.reading import Reading
from reports.sections.charts import MUTED, bar_chart, series
from reports.sections.tables import COUNT_WIDTH, RATE_WIDTH, name_column, number_cell, words_cell
from reports.sections.told import nothing_words, share_cell, share_words
from reports.sections.wording import before_name, finding, message, when
from reports.sentences import period_basis_words
from reports.span import YEAR_AGO
from reports.words import BLANK, group_words, number_words

KEY, TITLE = "topics", "分类与热点"
RECEIVED = "case_received_count"
TYPES, KINDS, CHANNELS = ("category_1", "category_2"), "appeal_kind", "source_channel"
PLAIN = "一期之差多属正常起伏"
TYPE_NAME = "诉求类别"
TOP, NAMED, TABLED = 5, 3, 10
LEAST_SAID = 0.5  # of the cases must tell their type for it to be looked at


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The cases received by one column: the groups that hold any, the most first, and those of the periods before by group."""

    column: str
    now: Sequence[Reading]
    before: dict[object, Reading]
    year_ago: dict[object, Reading]
    blank: float = 0

    @property
    def name(self) -> str:
        """What the column is called."""
        return TYPE_NAME if self.column in TYPES else load_columns()[self.column].name

    @property
    def whole(self) -> float:
        """All cases that tell it."""
        return sum(one.value for one in self.now)

    def words(self, reading: Reading) -> str:
        """The name of a group."""
        return group_words(self.column, reading.groups[0])


def cut(held: Material, column: str) -> Cut:
    """The cases received by one column."""
    now, before, year_ago = (
        held.figures((RECEIVED,), scope, (column,)) if scope == held.now or held.reaches(scope) else []
        for scope in (held.now, held.before, held.year_ago)
    )
    known = sorted((one for one in now if one.value and one.groups[0] is not None), key=lambda one: -one.value)
    blank = sum(one.value or 0 for one in now if one.groups[0] is None)
    earlier = [{one.groups[0]: one for one in found if one.is_known} for found in (before, year_ago)]
    return Cut(column=column, now=known, before=earlier[0], year_ago=earlier[1], blank=blank)


def section(held: Material) -> Section:
    """The types that most cases are of, and through which channel they come."""
    received = held.whole((RECEIVED,), held.now)[RECEIVED]
    if not received.is_known:
        return Section(key=KEY, title=TITLE, empty=nothing_words(held, received.indicator, "诉求工单台账"))
    types, kinds, channels = _told_types(held, received), cut(held, KINDS), cut(held, CHANNELS)
    said = _types(held, types) if types else _others(held, [kinds, channels])  # else how they came stands in the annex
    if not said:
        return Section(key=KEY, title=TITLE, empty=_untold(held, received))
    charts = (_types_chart(held, types, received),) if types else ()
    return Section(key=KEY, title=TITLE, message=_message(held, types, received), findings=tuple(said), charts=charts)


def types_section(held: Material) -> Section | None:
    """The annex that holds all types beside the periods before; None where the cases do not tell theirs."""
    received = held.whole((RECEIVED,), held.now)[RECEIVED]
    types = _told_types(held, received) if received.is_known else None
    if types is None:
        return None
    table = _table(held, types, received)
    others = [cut(held, column) for column in (KINDS, CHANNELS) if column != types.column]
    return Section(key="annex.types", title=table.title, findings=tuple(_others(held, others)), tables=(table,))


def _told_types(held: Material, received: Reading) -> Cut | None:
    """The cases by the first column that most of them fill in."""
    return next((found for column in (*TYPES, KINDS) if _is_told(found := cut(held, column), received.value)), None)


def _is_told(found: Cut, received: float) -> bool:
    return bool(found.now) and found.whole >= LEAST_SAID * received


def _untold(held: Material, received: Reading) -> str:
    if not received.value:
        return f"{when(held)}没有受理诉求，没有可分类的件。"
    return f"{when(held)}受理的{number_words(received.value)}件都没有填诉求类别、诉求类型和来源渠道，分不了类。"


def _message(held: Material, types: Cut | None, received: Reading) -> str:
    if types is None:
        return message(f"{when(held)}受理的{number_words(received.value)}件多数没有填诉求类别，看不出热点")
    top, names = types.now[:TOP], "、".join(types.words(one) for one in types.now[:NAMED])
    share = f"；前{TOP}类占受理量的{_share(top, received)}" if len(types.now) > TOP else ""
    return message(f"{when(held)}{'诉求以' if len(top) > 1 else '的诉求都是'}{names}{'居多' if len(top) > 1 else ''}{share}")


def _listed(found: Cut, top: Sequence[Reading]) -> str:
    return "、".join(f"{_quoted(found.words(one))}{number_words(one.value)}件" for one in top)


def _quoted(name: str) -> str:
    """A name that ends in a figure is kept apart from the one that follows."""
    return f"“{name}”" if name[-1:].isdigit() else name


def _share(top: Sequence[Reading], received: Reading) -> str:
    return share_words(sum(one.value for one in top), received.value)


def _types(held: Material, found: Cut) -> list[Finding]:
    """The types that most cases are of, and those that differ most from the period before."""
    top = found.now[:TOP]
    rest = f"，{number_words(found.blank)}件没有填{found.name}" if found.blank else ""
    opening = f"按{found.name}，" + (f"{len(found.now)}类中前{TOP}类为" if len(found.now) > TOP else "")
    text = f"{opening}{_listed(found, top)}{rest}"
    basis = basis_of((RECEIVED,), held.now, (found.column,))
    more = _changed(held, found)
    return [finding("topics.types", text, basis=basis), *([finding("topics.changed", more, basis=basis)] if more else [])]


def _changed(held: Material, found: Cut) -> str:
    """Which types have most more, and most fewer, than in the period before, as plain counts; blank where that cannot be told."""
    if not found.before or not held.is_over:
        return ""
    name = before_name(held.span)
    apart = sorted(found.now, key=lambda one: _before(found, one) - one.value)
    told = []
    for one, word in ((apart[0], "多"), (apart[-1], "少")):
        change = one.value - _before(found, one)
        if change and (change > 0) == (word == "多"):
            told.append(f"{found.words(one)}{word}得最多（{number_words(one.value)}件，{name}{number_words(_before(found, one))}件）")
    return f"与{name}相比，{'，'.join(told)}；{PLAIN}" if told else ""


def _before(found: Cut, one: Reading) -> float:
    earlier = found.before.get(one.groups[0])
    return earlier.value if earlier is not None else 0


def _others(held: Material, cuts: Sequence[Cut]) -> list[Finding]:
    """By kind and by channel, a sentence each."""
    said = []
    for found in cuts:
        rest, blank = sum(one.value for one in found.now[NAMED:]), found.blank
        others = f"，其余{number_words(rest)}件" if rest else ""
        text = f"按{found.name}，{_listed(found, found.now[:NAMED])}{others}" + (f"，{number_words(blank)}件没有填" if blank else "")
        if found.now:
            said.append(finding(f"topics.{found.column}", text, basis=basis_of((RECEIVED,), held.now, (found.column,))))
    return said


def _types_chart(held: Material, found: Cut, received: Reading) -> Chart:
    top = found.now[:TOP]
    drawn = [series(when(held), top)]
    if found.before and held.is_over:
        earlier = tuple(_drawn_before(found, one) for one in top)
        drawn.append(Series(name=before_name(held.span), values=earlier, tone=MUTED))
    title = f"{found.words(top[0])}最多，{number_words(top[0].value)}件，占受理量的{_share(top[:1], received)}"
    note = f"{when(held)}受理{number_words(received.value)}件，图中为前{len(top)}类，按{period_basis_words(received.indicator)}归期"
    return bar_chart(
        "topics.types", message(title).rstrip("。"), found.column, [one.groups[0] for one in top], drawn, received.indicator,
        note=message(note).rstrip("。"), basis=basis_of((RECEIVED,), held.now, (found.column,)),
    )  # fmt: skip


def _drawn_before(found: Cut, one: Reading) -> float | None:
    earlier = found.before.get(one.groups[0])
    return earlier.value if earlier is not None else None


def _table(held: Material, found: Cut, received: Reading) -> Table:
    earlier = [(before_name(held.span, is_over=held.is_over), found.before), (YEAR_AGO, found.year_ago)]
    kept = [(name, known) for name, known in earlier if known]
    columns = (
        name_column(found.name, 12), _counts(when(held)), Column(name="占受理量", width=RATE_WIDTH, is_number=True), *(_counts(name) for name, _ in kept)
    )  # fmt: skip
    shown, rest = found.now[:TABLED], found.now[TABLED:]
    rows = [_row(found.words(one), one.value, [_of(known, [one]) for _, known in kept], received) for one in shown]
    if rest:
        apart = {*(one.groups[0] for one in shown), None}
        left = [sum(one.value or 0 for group, one in known.items() if group not in apart) for _, known in kept]
        rows.append(_row(f"其余{len(rest)}类", sum(one.value for one in rest), left, received))
    if found.blank:
        rows.append(_row(BLANK, found.blank, [known[None].value if None in known else 0 for _, known in kept], received))
    return Table(
        key="topics.types", title=f"按{found.name}受理情况", columns=columns, rows=tuple(rows), note=f"占比的分母为{when(held)}受理{number_words(received.value)}件",
        basis=basis_of((RECEIVED,), held.now, (found.column,)),
    )  # fmt: skip


def _counts(name: str) -> Column:
    return Column(name=f"{name}（件）", width=COUNT_WIDTH, is_number=True)


def _of(known: Mapping[object, Reading], groups: Sequence[Reading]) -> float:
    return sum(known[one.groups[0]].value or 0 for one in groups if one.groups[0] in known)


def _row(name: str, now: float, earlier: Sequence[float], received: Reading) -> tuple[Cell, ...]:
    return words_cell(name), number_cell(now, "件"), share_cell(now, received.value), *(number_cell(one, "件") for one in earlier)
