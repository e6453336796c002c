"""The blocks about projects: against their plan, what presses, how they stand by place and source of money, and the list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import blocks, cards, context, drill, filters, ledger_blocks, roles
from pages.parts.intake_links import to_intake
from reports import figures_compare, figures_project
from reports.reading import Reading, missing, of
from reports.sentences import headline
from reports.sentences_ledgers import Project, pressing_words, project_words
from reports.tables import csv_bytes
from reports.view import View
from reports.words import day_words, group_words, number_words, said

COUNT, START, FINISH, ON_TIME = "project_count", "project_start_rate", "project_finish_rate", "project_on_time_rate"
INVESTED, OVERDUE, DELAY_MAX = "project_investment_rate", "project_overdue_count", "project_delay_max"
CARDS = (COUNT, START, FINISH, ON_TIME, INVESTED, OVERDUE)
COMPARED = (COUNT, OVERDUE, START, FINISH, ON_TIME, INVESTED)
PROGRESS = ("project_year_investment_rate", "project_delay_median", DELAY_MAX, "project_paused_count")
FOLLOWED = (*CARDS, *PROGRESS)
CUTS = ("fund_source", "project_type", "responsible_unit", "project_status")
LONGEST = 30  # characters of a name in the list of what presses
MOST_PRESSING = 8  # lines of the list of what presses; the list of projects has all
MOST = 12  # bars of a breakdown; the table has all
HELD = 2_000  # projects read at once; the download has all


@dataclass(frozen=True, kw_only=True)
class Held:
    """How projects stand at the end of the view: the figures by id, and each project."""

    view: View
    scope: Scope
    now: Mapping[str, Reading]
    projects: Sequence[Project]
    until: date
    is_empty: bool  # nobody keeps a ledger of projects here, which is not the same as no project
    place: str  # the column by which places are set side by side

    @property
    def where(self) -> str:
        """Place and last day, in words."""
        return f"{filters.area_name(self.view.area)}，截至{day_words(self.until)}"


def present(view: View) -> Held:
    """All projects up to the last day looked at, whenever they began; the filters of cases do not apply."""
    scope = Scope(area=view.area, end=view.last)
    found = {one.indicator.id: one for one in context.figures(FOLLOWED, scope)}
    now = {id: found.get(id) or missing(load_catalog()[id], "all", "") for id in FOLLOWED}
    known = context.cutoffs(scope, load_catalog()[COUNT])
    until = min(view.last, known[1]) if known else view.last
    listed = _rows(scope, COUNT, "numerator") if now[COUNT].is_known else {}
    has_villages = any(row.get("village") for row in listed.values())
    return Held(
        view=view,
        scope=scope,
        now=now,
        projects=_projects(scope, listed, until),
        until=until,
        is_empty=not listed and not _is_kept(view),
        place=filters.compared_by(view) if has_villages else "area_id",
    )


def _is_kept(view: View) -> bool:
    """Whether a ledger of projects speaks of the area, or of the town it lies in: then that it names no project here says there is none."""
    path = view.area or ""
    town = next((area.path for area in context.areas() if area.level == "镇" and path.startswith(f"{area.path}/")), None)
    return ledger_blocks.has_any(replace(view, area=town or view.area), ("project",))


def _rows(scope: Scope, id: str, part: str) -> dict[tuple, dict]:
    """The rows behind a figure by where they stand in their file."""
    found = context.cases(load_catalog()[id], part, scope, {}, HELD, context.key())
    return {(*(row[column] for column in drill.PROVENANCE), row["project_name"]): row for row in found.to_dict("records")}


def _projects(scope: Scope, listed: dict[tuple, dict], until: date) -> list[Project]:
    """Every project, what presses first."""
    if not listed:
        return []
    overdue, late = _rows(scope, OVERDUE, "numerator"), _rows(scope, DELAY_MAX, "denominator")
    waiting = _rows(scope, START, "denominator").keys() - _rows(scope, START, "numerator").keys()
    found = [_project(row, overdue.get(key), late.get(key), until if key in waiting else None) for key, row in listed.items()]
    return sorted(found, key=lambda project: project.order)


def _project(row: dict, overdue: dict | None, late: dict | None, waits_until: date | None) -> Project:
    start = _day(row["planned_start_on"])
    place = row.get("village") or row.get("area_id")
    return Project(
        name=row["project_name"], place=group_words("area_id", place), status=row.get("project_status") or "未注明",
        unit=row.get("responsible_unit") or "", planned_start=start, planned_finish=_day(row["planned_finish_on"]),
        started=_day(row["started_on"]), finished=_day(row["finished_on"]), overdue_days=int(overdue["overdue_days"]) if overdue else 0,
        delay_days=int(late["delay_days"]) if late and not overdue else 0,
        waiting_days=(waits_until - start).days if waits_until and start else 0, is_paused=row.get("project_status") == "停工",
    )  # fmt: skip


def _day(value: object) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def sentence(held: Held, beside: Sequence[str] = ()) -> str:
    """The sentence of the page: how many, begun, finished and in time, and in bold what presses."""
    place, day = filters.area_name(held.view.area), f"截至{day_words(held.until)}"
    if held.is_empty:
        return headline(place, day, [], ["没有项目台账，项目均为未填报", *beside])
    late, longest = held.now[OVERDUE], held.now[DELAY_MAX]
    stressed = [said(late), *([said(longest)] if longest.is_known else [])] if late.value else []
    return headline(place, day, [held.now[id] for id in (COUNT, START, FINISH, ON_TIME)], [*stressed, *beside])


def _nothing(held: Held) -> bool:
    if held.is_empty:
        st.caption("没有项目台账。")
    return held.is_empty


def _card(held: Held, id: str) -> cards.Card:
    beside = [said(held.now[ON_TIME])] if id == FINISH and held.now[id].is_known else []
    return cards.Card(reading=held.now[id], scope=held.scope, where=held.where, beside=beside)


def figure_cards(held: Held) -> None:
    """How many projects there are, how many of those due have begun, are finished and were in time, the money, and what is overdue."""
    if held.is_empty:
        st.info("这里还没有项目台账，开工、完工和投资均为未填报。请下载空白模板填好，在“数据导入”页导入。", icon=":material/inbox:")
        to_intake(["project"])
        return
    cards.cards([_card(held, id) for id in CARDS], "project-")
    blocks.cautions(CARDS)


def timeline(held: Held) -> None:
    """Plan against course of each project, what is late first."""
    with blocks.section("项目：计划与实际", figures_project.READING, key="timeline"):
        drawn = [one for one in held.projects if one.has_days]
        if _nothing(held):
            return
        if not drawn:
            st.info("这些项目都没有填计划和实际的起止日期，画不出时间线；各项目见下面的清单。", icon=":material/info:")
            return
        figure = figures_project.timeline([_bar(one) for one in drawn], blocks.SCREEN, held.until)
        source = blocks.Source(readings=[held.now[id] for id in FOLLOWED], scope=held.scope, where=held.where)
        blocks.bare_chart(figure, source, "timeline", "各项目计划工期与实际工期的时间线，超期的在前")
        undated = len(held.projects) - len(drawn)
        st.caption(
            "每个项目在哪个文件哪一行，见下面的项目清单。" + (f"另有 {undated:,} 个项目没有填任何起止日期，未画。" if undated else "")
        )


def _bar(project: Project) -> figures_project.Bar:
    return figures_project.Bar(
        name=project.name, planned_start=project.planned_start, planned_finish=project.planned_finish, started=project.started,
        finished=project.finished, is_late=project.is_late, words=project_words(project),
    )  # fmt: skip


def pressing(held: Held) -> None:
    """What has to be looked after: overdue, not begun in time, paused; the most overdue first."""
    with blocks.section("先办这些项目", "过期未完工的在前，再是应开工未开工的、停工的", key="project-todo"):
        found = [one for one in held.projects if pressing_words(one)]
        if _nothing(held):
            return
        if found:
            ledger_blocks.gap_lines([(pressing_words(one), _named(one)) for one in found[:MOST_PRESSING]])
            rest = len(found) - MOST_PRESSING
            st.caption(f"共 {len(found):,} 个项目。" + (f"这里列前 {MOST_PRESSING} 个，其余 {rest:,} 个见项目清单。" if rest > 0 else ""))
        elif not held.now[OVERDUE].is_known:
            blocks.unavailable(held.now[OVERDUE])
        else:
            st.success("没有过期未完工、应开工未开工或停工的项目。", icon=":material/check:")


def _named(project: Project) -> str:
    """A project by its name, its place where the name does not say it, and the unit that answers for it; long names are cut."""
    place = "" if project.place in project.name else project.place
    name = project.name if len(project.name) <= LONGEST else f"{project.name[: LONGEST - 1]}…"
    return "，".join(one for one in (name, place, project.unit if len(project.unit) <= LONGEST else "") if one)


def progress(held: Held) -> None:
    """Money of the year, how long those behind are behind, and what is paused."""
    if not held.is_empty:
        with blocks.section("年度投资与拖延", held.where, key="project-progress"):
            cards.cards([_card(held, id) for id in PROGRESS], "progress-")
            blocks.cautions(PROGRESS)


def breakdown(held: Held) -> None:
    """Projects by place, source of money, kind, unit or state: bars of how many, and every figure in a table."""
    if held.is_empty:
        return
    place = held.place
    names = {column: load_columns()[column].name for column in (place, *CUTS)}
    with st.container(key="block-project-cut", gap="xsmall"):
        heading = st.container()
        column = blocks.choice("项目按", names, label_visibility="visible")
        count, rate = load_catalog()[COUNT].name, load_catalog()[ON_TIME].name
        heading.html(blocks.heading_html(f"项目按{names[column]}", f"{held.where}；条为{count}，右侧为{rate}"))
        readings = context.figures(COMPARED, held.scope, (column,))
        readings = context.in_tree_order(readings) if column == place else readings
        source = blocks.Source(readings=readings, scope=held.scope, where=held.where, by=(column,))
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _bars(of(readings, COUNT), of(readings, ON_TIME), source, column)
        with right:
            blocks.table(source, "project-cut", opens="项目")
            blocks.below(source, f"项目按{names[column]}", opens="项目")


def _bars(counts: Sequence[Reading], rates: Sequence[Reading], source: blocks.Source, column: str) -> None:
    most = sorted((one for one in counts if one.is_known), key=lambda one: -one.value)[:MOST]
    figure = figures_compare.count_bars(most, rates, column, blocks.SCREEN)
    blocks.bare_chart(figure, source, f"project-cut-{column}", f"项目数按{load_columns()[column].name}的条形图")
    rest = len(counts) - len(most)
    if rest > 0:
        st.caption(f"图中列最多的 {MOST} 个，其余 {rest:,} 个见表。")


def listing(held: Held) -> None:
    """Every project as its ledger tells it, with file and row, and the download."""
    if held.is_empty:
        return
    within = context.key()  # the download is made later, outside of any run
    with st.expander(f"项目清单（{number_words(held.now[COUNT].value)} 个项目，含文件与行号）", icon=":material/list:", key="project-list"):
        found = drill.listed(context.cases(load_catalog()[COUNT], "numerator", held.scope, {}, HELD, within))
        st.dataframe(found.dropna(axis="columns", how="all"), hide_index=True, placeholder="", height=440, key="project-list-table")
        if held.now[COUNT].value > len(found):
            st.caption(f"这里列出前 {number_words(len(found))} 个，下载的文件含全部。")
        st.download_button(
            "下载项目清单（CSV）",
            roles.exported("项目清单.csv", lambda: csv_bytes(drill.listed(context.cases(load_catalog()[COUNT], "numerator", held.scope, {}, None, within)))),
            file_name="项目清单.csv", mime="text/csv", key="csv-projects", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
