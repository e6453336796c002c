"""An assessment as its workbook with live formulas, made when somebody asks for it."""

from collections.abc import Callable

import streamlit as st

from pages.parts import context, roles
from reports.assessing import Assessment
from reports.score_book import score_book
from reports.score_source import manual_lines, source_of
from warehouse.journal_bonuses import bonuses

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def button(held: Assessment, snapshot: str, *, state: str, key: str, position: int | None = None) -> None:
    """The workbook of an assessment made from a snapshot: `state` is the step ruled on, `position` how far the journal counted."""
    place = (held.area or "全部").rsplit("/", 1)[-1]
    name = f"考核得分_{place}_{held.period}{f'_{state}' if state else ''}.xlsx"
    st.download_button(
        "下载得分表（Excel，带公式）",
        roles.exported(name, workbook(held, (str(context.data_dir()), snapshot), state, position)),
        file_name=name,
        mime=WORKBOOK,
        key=f"score-book-{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def workbook(held: Assessment, within: tuple[str, str], state: str, position: int | None) -> Callable[[], bytes]:
    """What makes the workbook, whenever it is called: outside of a run too."""

    def made() -> bytes:
        own = {place.path for place in held.villages}
        noted = [one for one in bonuses(within[0], up_to=position) if one.village in own]
        manual = manual_lines(held.scheme, noted, held.start, held.end)
        return score_book(held, source_of(context.connection(*within), within[1], state=state, manual=manual))

    return made
