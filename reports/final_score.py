"""A score that is final (定稿): every figure of an assessment as one text, the digest that stands for it, and what tells two such texts apart.

What the town adopted are the figures of that day. They are kept as they were, beside the snapshot, the scheme version and the journal position
that they came from; made anew from these they are the same text, byte for byte. Where the program has changed since, the kept text is what
counts: nothing is computed over it in silence, and what would come out differently is said.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from indicators.definition import load_catalog
from indicators.scheme import Scheme, scheme_dict
from indicators.score import ItemScore, PillarScore, VillageScore
from reports.assessing import Assessment, assess, period_bounds

LISTED = 3  # items named of a village
Figures = Mapping  # of a text: dicts, lists, texts, numbers and None


def figures_text(held: Assessment) -> str:
    """Every figure of an assessment as JSON, in one order and to the last digit: two assessments are the same if and only if these are."""
    names = {place.path: place.name for place in held.villages}
    told = {
        "area": held.area,
        "period": held.period,
        "start": held.start.isoformat(),
        "end": held.end.isoformat(),
        "scheme": scheme_dict(held.scheme),
        "definitions": {id: load_catalog()[id].version for id in sorted({id for own in held.readings.values() for id in own})},
        "villages": [_village(held, names.get(one.village, one.village), one) for one in held.scores],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, default=float, allow_nan=False)


def digest(text: str) -> str:
    """64 hexadecimal digits that no other text has."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_figures(text: str) -> Figures:
    """The figures that figures_text() wrote."""
    return json.loads(text)


def regenerate(connection, scheme: Scheme, area: str | None, period: str, bonuses: Mapping[str, Mapping[str, float]]) -> Assessment:
    """The assessment of a period that is over, made anew: `connection` is to the snapshot, `bonuses` are those that the ruling counted."""
    return assess(connection, scheme, area, period, bonuses, known_to=period_bounds(period)[1])


def _village(held: Assessment, name: str, one: VillageScore) -> dict:
    return {
        "path": one.village,
        "name": name,
        "group": held.groups.get(one.village, ""),
        "manual": dict(held.bonuses.get(one.village, {})),
        "bonus": one.bonus,
        "total": one.total,
        "part": one.part,
        "part_weight": one.part_weight,
        "band": one.band,
        "rank": one.rank,
        "reason": one.reason,
        "pillars": [_pillar(pillar) for pillar in one.pillars],
    }


def _pillar(one: PillarScore) -> dict:
    return {
        "id": one.pillar.id,
        "name": one.pillar.name,
        "weight": one.pillar.weight,
        "score": one.score,
        "contribution": one.contribution,
        "is_short": one.is_short,
        "reason": one.reason,
        "items": [_item(item) for item in one.items],
    }


def _item(one: ItemScore) -> dict:
    cell = one.cell
    return {
        "id": one.item.id,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "value": cell.value,
        "low": cell.low,
        "high": cell.high,
        "scored_value": one.scored_value,
        "score": one.score,
        "weight": one.weight,
        "contribution": one.contribution,
        "reason": one.reason,
    }


def differences(kept: Figures, other: Figures) -> list[str]:
    """What differs between two texts of a town, a sentence each: scheme, definitions, villages, totals. None where every figure agrees."""
    found = []
    if kept["scheme"] != other["scheme"]:
        found.append(f"考核办法不同：第 {kept['scheme']['version']} 版与第 {other['scheme']['version']} 版。")
    changed = [id for id, version in kept["definitions"].items() if other["definitions"].get(id, version) != version]
    if changed:
        found.append(f"口径换了版本：{'、'.join(_name(id) for id in changed)}。")
    before, after = ({one["path"]: one for one in told["villages"]} for told in (kept, other))
    found += _alone(
        [before[path]["name"] for path in before if path not in after], [after[path]["name"] for path in after if path not in before]
    )
    return found + [_moved(before[path], after[path]) for path in before if path in after and before[path] != after[path]]


def _name(id: str) -> str:
    return load_catalog()[id].name if id in load_catalog() else id


def _alone(gone: Sequence[str], new: Sequence[str]) -> list[str]:
    return [f"{word}：{'、'.join(names)}。" for word, names in (("少了", gone), ("多了", new)) if names]


def _moved(before: Figures, after: Figures) -> str:
    pairs = [
        (a, b)
        for one, other in zip(before["pillars"], after["pillars"], strict=False)
        for a, b in zip(one["items"], other["items"], strict=False)
    ]
    items = [_name(a["id"]) for a, b in pairs if a != b]
    if len(items) > LISTED:
        items = [*items[:LISTED], f"等 {len(items)} 项"]
    manual = ["加减分"] if before["bonus"] != after["bonus"] else []
    where = f"：{'、'.join((*items, *manual))}" if items or manual else ""
    return f"{before['name']}　{total_words(before)} → {total_words(after)}{where}。"


def total_words(one: Figures) -> str:
    """A village's total with its band: 83.4 分（B）; 数据不足 where there is none."""
    return "数据不足" if one["total"] is None else f"{one['total']:.1f} 分（{one['band']}）"
