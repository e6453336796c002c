"""The blocks about disputes: found, handled, settled, at which level, whether agreements are kept, and what is left."""

from dataclasses import dataclass

import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from pages.parts import blocks, cards, compare_blocks, context, filters, todo_blocks
from pages.parts.intake_links import to_intake
from reports import figures, figures_compare, figures_time
from reports.reading import Reading, of
from reports.sentences import compared_words, course_words, headline, now_words
from reports.situation import Situation, situation
from reports.view import View
from reports.words import formula_words, range_words, said

FOUND, HANDLED, SETTLED, OPEN = "dispute_found_count", "dispute_handled_count", "dispute_settled_count", "dispute_open_count"
CONCLUDED, OVERDUE, SOON = "dispute_success_of_concluded_rate", "dispute_overdue_open_count", "dispute_due_soon_count"
ON_TIME, KEPT, BROKEN = "dispute_on_time_rate", "dispute_performance_rate", "dispute_recurrence_rate"
SUCCESS = ("dispute_success_of_handled_rate", "dispute_success_of_accepted_rate", CONCLUDED)
LEVEL_RATES = ("dispute_village_level_rate", "dispute_town_level_rate", "dispute_escalation_rate")
AFTER = (KEPT, "dispute_confirmation_rate", BROKEN)
FLOW = (FOUND, HANDLED, SETTLED)
CARDS = (FOUND, CONCLUDED, ON_TIME, OVERDUE, OPEN, KEPT)
BESIDE = {OVERDUE: SOON, OPEN: "dispute_open_age_max", CONCLUDED: SETTLED}
FOLLOWED = tuple(dict.fromkeys((*CARDS, *FLOW, *BESIDE.values())))
LEVEL, KIND = "handled_level", "category_1"
LEVELS = ("司法", "县及以上", "镇", "村", "社", "网格")  # from the top down


@dataclass(frozen=True, kw_only=True)
class Present:
    """How disputes stand in the view, whose filters of appeals do not apply to them."""

    view: View
    situation: Situation

    @property
    def where(self) -> str:
        """Place and period, in words."""
        return f"{filters.area_name(self.view.area)}，{now_words(self.view)}"

    @property
    def is_empty(self) -> bool:
        """Whether no dispute was ever reported here."""
        return not any(reading.is_known for reading in self.situation.course)


def present(view: View) -> Present:
    """One scan over time, and where the whole range is asked for one of it."""
    own = view.unfiltered()
    whole = context.figures(FOLLOWED, own.now()) if own.grain == "all" else []
    course = context.figures(FOLLOWED, own.history())
    return Present(view=own, situation=situation(course, whole, own, [load_catalog()[id] for id in FOLLOWED]))


def nothing() -> None:
    """A town without a ledger of disputes: what to load."""
    st.title("矛盾纠纷", anchor=False)
    st.info("这里还没有矛盾纠纷台账。请用平台的导出文件，或下载空白模板填好，在“数据导入”页导入。", icon=":material/inbox:")
    to_intake(["dispute"])


def sentence(held: Present) -> str:
    """The sentence of the page."""
    now = held.situation.now
    late = now[OVERDUE]
    facts = [now[id] for id in (FOUND, SETTLED, CONCLUDED, OPEN)]
    return headline(filters.area_name(held.view.area), now_words(held.view), facts, [said(late)] if late.value else [])


def figure_cards(held: Present, view: View) -> None:
    """Six figures, each with what must be seen beside it; the filters of appeals that were set in the view do not apply."""
    if view.filters:
        st.caption(f"{'、'.join(load_columns()[column].name for column in view.filters)}的筛选只用于诉求，这里不起作用。")
    cards.cards([_card(held, id) for id in CARDS])


def _card(held: Present, id: str) -> cards.Card:
    now = held.situation.now
    return cards.Card(
        reading=now[id],
        scope=held.view.now(),
        where=held.where,
        compared=compared_words(held.situation.before[id], held.view),
        course=held.situation.aligned(id),
        beside=[said(now[BESIDE[id]])] if id in BESIDE and now[id].is_known else [],
    )


def overdue_card(view: View) -> cards.Card | None:
    """The disputes that are overdue, as one of the figures of the overview; None where no dispute was ever reported."""
    held = present(view)
    return None if held.is_empty else _card(held, OVERDUE)


def overdue_words(view: View) -> list[str]:
    """What the sentence of the overview says of disputes: how many are overdue; nothing where none is."""
    late = present(view).situation.now[OVERDUE]
    return [f"矛盾纠纷{said(late)}"] if late.value else []


def pressing(view: View) -> None:
    """What is overdue among the disputes, for the overview; nothing where no dispute was ever reported."""
    held = present(view)
    if not held.is_empty:
        todo_blocks.todo(held.view, todo_blocks.DISPUTES, todo_blocks.DISPUTE_CUTS, held.where, "纠纷", "todo-disputes")


def flow(held: Present) -> None:
    """Found, handled and settled over time."""
    names = "、".join(load_catalog()[id].name for id in FLOW)
    with blocks.section(names, f"{course_words(held.view)}，件；各按自己的日期归期，不是同一批纠纷", key="flow"):
        series = [held.situation.over_time(id) for id in FLOW]
        figure = figures.counts_over_time(series, held.situation.periods, blocks.SCREEN, last_is_stock=False)
        source = blocks.Source(readings=held.situation.over_time(*FLOW), scope=held.view.history(), where=filters.area_name(held.view.area))
        blocks.chart(figure, source, "flow", f"{names}的逐期折线图")
        blocks.cautions(FLOW)


@dataclass(frozen=True, kw_only=True)
class Window:
    """The last twelve months from one scan: rates of the whole, and counts by level, kind and place."""

    view: View
    whole: list[Reading]
    by: dict[str, list[Reading]]

    @property
    def span(self) -> str:
        """The months compared."""
        return range_words(self.view.window().start, self.view.last)

    def source(self, column: str) -> blocks.Source:
        """The readings by a column, ready to open."""
        where = f"{filters.area_name(self.view.area)}，{self.span}"
        return blocks.Source(readings=self.by[column], scope=self.view.window(), where=where, by=(column,))


def window(held: Present) -> Window:
    """One scan of the window for every block that looks back a year."""
    place = filters.compared_by(held.view)
    cut = {LEVEL: (SETTLED,), KIND: (FOUND, CONCLUDED), place: (FOUND, CONCLUDED, OVERDUE)}
    asks = [((*SUCCESS, *LEVEL_RATES, *AFTER), ()), *((ids, (column,)) for column, ids in cut.items())]
    whole, *parts = context.figures_each(asks, held.view.window())
    by = dict(zip(cut, parts, strict=True))
    return Window(view=held.view, whole=whole, by={**by, place: context.in_tree_order(by[place])})


def _rates(held: Window, ids: tuple[str, ...], key: str) -> None:
    where = f"{filters.area_name(held.view.area)}，{held.span}"
    found = [one for id in ids for one in of(held.whole, id)]
    scope = held.view.window()
    cards.cards([cards.Card(reading=one, scope=scope, where=where, beside=[formula_words(one.indicator)]) for one in found], f"{key}-")
    blocks.cautions(ids)


def success(held: Window) -> None:
    """Three rates that all go by one name, told apart by what they divide by."""
    with blocks.section("调解成功率有三种，不可混用", f"{held.span}；分母分别是开始调处的、受理的、已有结果的", key="success"):
        _rates(held, SUCCESS, "success")


def levels(held: Window) -> None:
    """At which level disputes were settled, as a pyramid, and the two shares that are spoken of."""
    with blocks.section("在哪一级化解", f"{held.span}调解成功的，件；塔底为网格、社", key="levels"):
        found = of(held.by[LEVEL], SETTLED)
        figure = figures_time.levels(found, LEVELS, blocks.SCREEN)
        blocks.chart(figure, held.source(LEVEL), "levels", f"{load_catalog()[SETTLED].name}按{load_columns()[LEVEL].name}")
        _rates(held, LEVEL_RATES, "levels")


def kinds(held: Window) -> None:
    """What disputes are about, and how those that ended ended."""
    count, rate = load_catalog()[FOUND].name, load_catalog()[CONCLUDED].name
    with blocks.section("什么样的纠纷", f"{held.span}；条为{count}，右侧为{rate}", key="dispute-kinds"):
        source = held.source(KIND)
        figure = figures_compare.count_bars(of(source.readings, FOUND), of(source.readings, CONCLUDED), KIND, blocks.SCREEN)
        blocks.chart(figure, source, "dispute-kinds", f"{count}按{load_columns()[KIND].name}的条形图")


def after(held: Window) -> None:
    """Whether agreements are kept and disputes stay settled."""
    with blocks.section("达成之后", f"{held.span}；履行看期限已到的协议，反弹看满 6 个月的", key="after"):
        _rates(held, AFTER, "after")


def places(held: Window) -> None:
    """Villages set side by side where there are enough cases to compare them, and every village at a glance."""
    column = filters.compared_by(held.view)
    left, right = st.columns(2, gap="medium")
    with left, blocks.section("各村一览", f"{held.span}；不足 10 件的只列分数，不作比较", key="dispute-places"):
        blocks.table(held.source(column), "dispute-places", height="content")
    with right:
        compare_blocks.intervals(held, CONCLUDED, column)
