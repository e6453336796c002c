"""An assessment as an answer to a command: JSON to the last digit, or lines to read."""

from indicators.definition import load_catalog
from indicators.score import VillageScore
from reports.assessing import Assessment
from reports.final_score import digest, figures_text, read_figures
from reports.score_source import Source
from reports.words import number_words


def score_answer(held: Assessment, source: Source) -> dict:
    """Every figure as a 定稿 keeps it, with each item's name, unit, goalposts and the reading's n and N, the digest that stands for it all, and what
    it rests on. What is unknown is None with its reason, never 0."""
    text = figures_text(held)
    figures = read_figures(text)
    items = {item.id: item for item in held.scheme.items}
    for village in figures["villages"]:
        for pillar in village["pillars"]:
            pillar["items"] = [one | _declared(items[one["id"]]) for one in pillar["items"]]
    rests_on = {
        "snapshot": source.snapshot,
        "known_to": source.known_to and source.known_to.isoformat(),
        "is_synthetic": source.is_synthetic,
    }
    return figures | rests_on | {"state": source.state, "digest": digest(text)}


def _declared(item) -> dict:
    indicator, goalpost = load_catalog()[item.id], item.goalpost
    unit = "%" if item.is_own_trend else indicator.unit
    return {"name": indicator.name, "unit": unit, "low_goalpost": goalpost.low, "target": goalpost.target, "scheme_weight": item.weight}


def score_lines(held: Assessment, source: Source) -> list[str]:
    """A line a village with its band, total and pillars below standard, in the order of the area ledger; above them what must be read with it."""
    names = {place.path: place.name for place in held.villages}
    head = [
        f"{held.scheme.name}　第 {held.scheme.version} 版",
        held.scheme.note if held.scheme.adopted_on is None else "",
        *source.marks,
        source.state,
    ]
    lines = [_line(names.get(one.village, one.village), one) for one in held.scores]
    return [*filter(None, head), *(lines or ["没有可以考核的村。"])]


def _line(name: str, one: VillageScore) -> str:
    shorts = "、".join(pillar.pillar.name for pillar in one.pillars if pillar.is_short)
    bonus = f"，其中加减分 {one.bonus:+.1f}" if one.bonus else ""
    short = f"；短板：{shorts}" if shorts else ""
    if one.total is None:
        return f"{name}：{one.reason}；已有分的部分 {number_words(one.part, 1)} / {one.part_weight:g}{short}"
    return f"{name}：{one.band}，{number_words(one.total, 1)} 分{bonus}{short}"
