"""What was ruled on an assessment, read back: the figures as they were kept, and the same made anew from the snapshot they came from.

Which of the two counts: they are the same text, or the kept one does. A snapshot that another version of the program derived is not computed
with: deriving it anew could move what the town adopted, and the present program may not read it. Then the kept figures stand, and it is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from indicators.definition import load_catalog
from indicators.scheme import Scheme, default_scheme, read_scheme
from pages.parts import context
from reports.assessing import Assessment, period_bounds
from reports.final_score import Figures, differences, digest, figures_text, read_figures, regenerate
from warehouse.folder import current_name, names
from warehouse.journal import position
from warehouse.journal_assessments import FINAL, Ruling, rulings
from warehouse.journal_bonuses import bonuses, counted
from warehouse.journal_schemes import scheme_of
from warehouse.kept_figures import kept_figures
from warehouse.snapshot import is_outdated

SAME, CHANGED, OUTDATED, RETIRED, GONE, ALTERED = "same", "changed", "outdated", "retired", "gone", "altered"
CHECKS = {
    SAME: "已由当时的数据版本重算，与当时留存的数逐位一致",
    CHANGED: "计算程序此后更新过，重算与当时不同；以当时留存的数为准",
    OUTDATED: "当时的数据版本由较早的程序整理，现在的程序不再重算它；以当时留存的数为准",
    RETIRED: "当时的办法里有指标已停用，不能重算；以当时留存的数为准",
    GONE: "当时的数据版本已不在数据目录，不能重算；以当时留存的数为准",
    ALTERED: "当时留存的数不在数据目录或被改动过，也不能由当时的数据版本得出，不能显示；请由备份恢复数据目录",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A ruling with its figures (None where they are lost), the assessment made anew (None where it cannot be), and how the two agree."""

    ruling: Ruling
    figures: Figures | None
    assessment: Assessment | None
    check: str
    differences: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How the figures were checked, as a sentence without its stop."""
        return CHECKS[self.check]


def final_of(area: str | None, period: str) -> Ruling | None:
    """The last 定稿 of an area's assessment of a period; None where there is none."""
    return next((one for one in reversed(rulings(context.data_dir(), area or "", period)) if one.state == FINAL), None)


def scheme_ruled(folder: Path, id: str, version: int) -> Scheme | None:
    """A version of a scheme as it was adopted; the example where that was ruled with; None where there is none such."""
    found = scheme_of(folder, id, version)
    example = default_scheme()
    return read_scheme(found.declared) if found else example if (example.id, example.version) == (id, version) else None


def bonuses_at(folder: Path, scheme: Scheme, period: str, position: int) -> Mapping[str, Mapping[str, float]]:
    """By village, how often each manual item applied in a period as the journal stood at a position."""
    return counted(bonuses(folder, up_to=position), [bonus.id for bonus in scheme.bonuses], *period_bounds(period))


@st.cache_resource(max_entries=16, show_spinner=False)
def _regenerated(folder: str, ruling: Ruling) -> Assessment | str:
    """The assessment made anew, or why it cannot be."""
    if ruling.snapshot not in names(Path(folder)):
        return GONE
    if is_outdated(Path(folder), ruling.snapshot):
        return OUTDATED
    scheme = scheme_ruled(Path(folder), ruling.scheme, ruling.version)
    if scheme is None:
        return GONE
    if any(id not in load_catalog() for item in scheme.items for id in (item.id, item.gate) if id):
        return RETIRED
    given = bonuses_at(Path(folder), scheme, ruling.period, ruling.position)
    return regenerate(context.connection(folder, ruling.snapshot), scheme, ruling.area or None, ruling.period, given)


def standing(ruling: Ruling) -> Standing:
    """A ruling with its figures: those made anew where they are what was ruled on, else those that were kept."""
    folder = context.data_dir()
    made = _regenerated(str(folder), ruling)
    text = figures_text(made) if isinstance(made, Assessment) else None
    if text is not None and digest(text) == ruling.digest:
        return Standing(ruling=ruling, figures=read_figures(text), assessment=made, check=SAME)
    kept = kept_figures(folder, ruling.digest)
    if kept is None or digest(kept) != ruling.digest:
        return Standing(ruling=ruling, figures=None, assessment=None, check=ALTERED)
    if text is None:
        return Standing(ruling=ruling, figures=read_figures(kept), assessment=None, check=made)
    found = tuple(differences(read_figures(kept), read_figures(text)))
    return Standing(ruling=ruling, figures=read_figures(kept), assessment=None, check=CHANGED, differences=found)


def read_from(found: Standing) -> None:
    """From here on this run reads the snapshot that the figures came from: a figure opens to the rows that made it, and the last line says so."""
    if found.assessment is not None:
        context.read_snapshot(found.ruling.snapshot)


@st.cache_resource(max_entries=16, show_spinner=False)
def _present(within: tuple[str, str], scheme: Scheme, area: str | None, period: str, given: Mapping[str, Mapping[str, float]]) -> str:
    return figures_text(regenerate(context.connection(*within), scheme, area, period, given))


def present(scheme: Scheme, area: str | None, period: str) -> tuple[str, str, int]:
    """What a ruling made now would be of: the text of the figures, the snapshot, the position of the journal."""
    folder = context.data_dir()
    at, name = position(folder), current_name(folder)
    return _present((str(folder), name), scheme, area, period, bonuses_at(folder, scheme, period, at)), name, at
