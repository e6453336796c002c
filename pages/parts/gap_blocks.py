"""What is missing: books that stopped speaking, villages nobody reported for, files that cannot say what was closed; and totals apart."""

from html import escape

import streamlit as st

from indicators.definition import load_catalog
from indicators.ledgers import Ledger
from pages.parts import blocks, context
from pages.parts.intake_links import to_intake
from reports.reading import of
from reports.sentences import escaped, listed
from reports.view import View
from reports.words import day_words, number_words, range_words, said

SUMMARIES = (
    "summary_received_count", "summary_closure_rate", "summary_on_time_rate", "summary_resolution_rate", "summary_satisfaction_rate",
    "summary_evaluation_rate",
)  # fmt: skip
MOST_NAMES = 6


def is_totals_only() -> bool:
    """Whether there is no case at all, only what was reported as totals."""
    return not context.extent().cases


def totals_only(view: View, where: str) -> None:
    """The overview of a town that only receives totals."""
    blocks.title("总览", "这里只有**汇总上报**的月报，没有逐件清单：下面照报来的数加总，超期、积压、办理时长和各村比较都无从计算。")
    summaries(view, where)
    blocks.footer(view.now(), SUMMARIES)


def totals_elsewhere(name: str) -> None:
    """A page that is about single cases, in a town that only receives totals."""
    st.title(name, anchor=False)
    st.info("这里只有汇总上报的月报，没有逐件清单；汇总数见总览。导入逐件的导出文件后，本页才有内容。", icon=":material/inbox:")
    to_intake()


def gaps(view: View) -> None:
    """A line a book: up to when it is known, and what it does not say."""
    with blocks.section("缺什么", "每本台账说到哪一天；过期的在前", key="gaps"):
        books = [book for book in context.ledgers(view.now()) if book.kind != "summary"]
        if not books:
            st.caption("没有台账写到这里，均为未填报。")
            return
        st.html("".join(_line(book) for book in books))
        if not any(book.is_stale or book.silent_villages or book.without_closing for book in books):
            st.caption("没有过期的台账；已知各村近 12 个月都有记录；办结时间齐全。")


def _line(book: Ledger) -> str:
    name = f"{book.name} · {book.channel}" if book.channel else book.name
    lacking = [
        f"<b>已过期</b>：{day_words(book.known_to)}以后未报" if book.is_stale else f"截至{day_words(book.known_to)}",
        f"近 12 个月未填报：{escape(listed(book.silent_villages[:MOST_NAMES]))}" + (f"等 {len(book.silent_villages)} 个村" if len(book.silent_villages) > MOST_NAMES else "") if book.silent_villages else "",
        f"{number_words(book.without_closing)} 件没有办结时间，无从得知是否在办" if book.without_closing else "",
    ]  # fmt: skip
    mark = " needs" if book.is_stale or book.silent_villages or book.without_closing else ""
    return f'<div class="gap{mark}"><span>{escape(name)}</span><span>{"；".join(part for part in lacking if part)}</span></div>'


def _shown(is_all_there_is: bool, name: str):
    """A block of its own where there is nothing else, folded away beside figures counted from rows."""
    return blocks.section(name, key="summaries") if is_all_there_is else st.expander(name, icon=":material/list:", key="summaries")


def summaries(view: View, where: str) -> None:
    """The totals of places without a list of cases, marked and apart from everything that is counted from rows."""
    books = [book for book in context.ledgers(view.now()) if book.kind == "summary"]
    if not books:
        return
    first, last = min(book.first_on for book in books), max(book.known_to for book in books)
    scope = view.unfiltered().now().__class__(area=view.area, start=first, end=last)
    with _shown(is_totals_only(), f"汇总上报（{range_words(first, last)}）"):
        st.caption("照填报单位的月报加总；无法打开到逐件，不与上面逐件统计的数字相加。")
        found = context.figures(SUMMARIES, scope, ("village",))
        whole = context.figures(SUMMARIES, scope)
        st.markdown("；".join(escaped(said(one)) for one in whole) + "。")
        if of(found, SUMMARIES[0]):
            blocks.table(
                blocks.Source(readings=found, scope=scope, where=f"{where}，{load_catalog()[SUMMARIES[0]].name}", by=("village",)),
                "summaries",
                opens="行",
            )
