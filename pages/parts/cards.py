"""Figure cards: one figure large, what it rests on, how it compares, its course, and the button that opens its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from indicators.scope import Scope
from pages.parts import drill, signal_blocks
from reports.reading import Reading
from reports.sparkline import sparkline
from reports.words import basis_words, caution_words, is_few, main_words, note_words, reason_words, target_words

LONG = 8  # signs of a value beyond which it is set smaller


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure large: its reading, the line of comparison, its course over time, and what must be seen together with it."""

    reading: Reading
    scope: Scope
    where: str
    compared: str = ""
    course: Sequence[Reading] = ()
    beside: Sequence[str] = field(default_factory=tuple)


def cards(row: Sequence[Card], among: str = "") -> None:
    """Figure cards in a row; two by two on a phone. `among` tells apart the rows of a page in which a figure stands twice."""
    with st.grid(len(row), min_column_width=150, gap="xsmall"):
        for card in row:
            with st.container(key=f"card-{among}{card.reading.indicator.id}", gap="xxsmall", height="stretch"):
                st.html(card_html(card))
                _open_button(card, among)


def _open_button(card: Card, among: str) -> None:
    size = card.reading.size
    if size:
        request = drill.Drill(indicator=card.reading.indicator.id, scope=card.scope, where=card.where)
        st.button(
            _open_words(card.reading), key=f"open-{among}{card.reading.indicator.id}", type="tertiary", on_click=drill.ask, args=(request,)
        )


def _open_words(reading: Reading) -> str:
    """What the button names: how many rows stand behind a figure, unless it is a sum over them."""
    is_sum = any(part.sum for part in reading.indicator.counted.values())
    return "查看明细" if is_sum else f"查看 {reading.size:,} {reading.indicator.counted_in}明细"


def card_html(card: Card) -> str:
    """A card as HTML: name, value and unit, what it rests on, cautions, comparison, sparkline."""
    reading = card.reading
    value, unit = main_words(reading)
    notes = [basis_words(reading) if reading.is_known else reason_words(reading), *card.beside, note_words(reading)]
    marks = [word for word in (caution_words(reading), target_words(reading)) if word]
    tone = " needs" if reading.indicator.direction == "lower" and reading.indicator.kind == "count" and reading.value else ""
    line = sparkline([None if one is None or is_few(one) else one.value for one in card.course])
    return "".join(
        [
            f'<div class="figure" title="{escape(reading.indicator.definition)}"><div class="name">{escape(reading.indicator.name)}</div>',
            f'<div class="value{tone}{"" if reading.is_known else " none"}{" long" if len(value) > LONG else ""}">{escape(value)}<small>{escape(unit)}</small></div>',
            "".join(f'<div class="basis{" first" if place == 0 else ""}">{escape(note)}</div>' for place, note in enumerate(notes) if note),
            f'<div class="basis">{escape(card.compared)}</div>' if card.compared else "",
            "".join(f'<span class="mark">{escape(word)}</span>' for word in marks),
            f'<img class="spark" src="{line}" alt="">' if line else "",
            signal_blocks.card_html([one for one in card.course if one], card.scope) if line else "",
            "</div>",
        ]
    )
