"""What the meeting's material is about: area, period and edition as chosen, and its brief, composed once for each of these, snapshot and journal."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from indicators.scope import Scope
from pages.parts import context
from reports.brief import EDITIONS, Brief
from reports.material import Material
from reports.prepared import begun, prepared
from reports.sections.order import PARTS
from reports.span import Span, span, span_of_day
from reports.view import View, months_between
from warehouse.brief_notes import BriefNotes, brief_notes
from warehouse.journal import position

KIND, EDITION = "材料周期", "版别"
KINDS = {"month": "月", "quarter": "季度", "half": "半年", "year": "年"}
PERIOD = {"month": "材料月份", "quarter": "材料季度", "half": "材料半年", "year": "材料年份"}


@dataclass(frozen=True, kw_only=True)
class Held:
    """What was chosen and the brief of it; `position` is how far the journal went when it was composed."""

    view: View
    span: Span
    edition: str
    position: int
    brief: Brief

    @property
    def titles(self) -> dict[str, str]:
        """What each section is called that a brief may have."""
        return {part.key: part.title for part in PARTS}

    @property
    def obligatory(self) -> frozenset[str]:
        """The sections that may not be left out."""
        return frozenset(part.key for part in PARTS if part.is_obligatory)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sections that are in, in order."""
        return tuple(one.key for one in self.brief.sections)

    @property
    def name(self) -> tuple:
        """What tells this brief from others: what is made of it is kept under this."""
        return (self.brief.made.snapshot, self.position, self.area, self.span.written, self.edition)

    @property
    def area(self) -> str:
        """The area as the journal writes it: blank for everywhere."""
        return self.view.area or ""

    @property
    def now(self) -> Scope:
        """The period, as far as it is known."""
        return Scope(area=self.view.area, start=self.span.start, end=max(self.span.start, min(self.span.end, self.brief.known_to)))


def choose(view: View) -> tuple[Span, str]:
    """The period and the edition, kept in the address."""
    held = context.extent()
    with st.container(key="meeting-choices", horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = st.segmented_control(
            "材料周期", list(KINDS), default="month", required=True, format_func=KINDS.get, key=KIND, bind="query-params"
        )
        options = periods(held.first_on, held.last_on, kind)
        period = st.selectbox(
            "时段",
            options,
            index=first_choice(options, held.last_on),
            format_func=lambda one: _option(one, held.last_on),
            key=PERIOD[kind],
            bind="query-params",
            width=220,
        )
        edition = st.segmented_control(
            "版别", list(EDITIONS), default=next(iter(EDITIONS)), required=True, format_func=EDITIONS.get, key=EDITION, bind="query-params"
        )
    return span(period), edition


def periods(first: date, last: date, kind: str) -> list[str]:
    """The periods of a kind that the data reach into, the latest first."""
    months = [date.fromisoformat(f"{month}-01") for month in months_between(first, last)]
    return list(dict.fromkeys(span_of_day(month, kind).written for month in months))[::-1]


def first_choice(options: list[str], last: date) -> int:
    """The place of the latest period that is over; the first where none is."""
    return next((place for place, one in enumerate(options) if span(one).end <= last), 0)


def _option(period: str, last: date) -> str:
    one = span(period)
    return one.words + ("" if one.end <= last else "（未完）")


def composed(view: View, period: Span, edition: str) -> Held:
    """The brief of an area and a period as the data and the journal of this run have it. Raises NothingKnown where nothing is known of it."""
    at = position(context.data_dir())
    brief = brief_of(context.key(), at, view.area, period.written, edition, date.today())
    return Held(view=view, span=period, edition=edition, position=at, brief=brief)


@st.cache_data(max_entries=24, show_spinner="正在整理会议材料，首次约需几秒…")
def brief_of(within: tuple[str, str], at: int, area: str | None, period: str, edition: str, on: date) -> Brief:
    """The brief as made on a day from a snapshot and the journal at a position, with the sections chosen and people's own words in it."""
    notes = brief_notes(Path(within[0]), area, period, up_to=at)
    written = (tuple(notes.decisions), tuple(notes.rebases), tuple(notes.targets))
    held = _begun(within, area, period, edition, written, notes)
    return prepared(held, notes, snapshot=within[1], on=on)


@st.cache_resource(max_entries=12, show_spinner=False)
def _begun(within: tuple[str, str], area: str | None, period: str, edition: str, written: tuple, _notes: BriefNotes) -> Material:
    """What a brief is made from, with the figures it has asked for; anew where what was `written` of its figures is another. When only its
    wording or order changes nothing is measured again."""
    return begun(context.connection(*within), area, span(period), edition, _notes)
