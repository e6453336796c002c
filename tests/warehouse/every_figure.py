"""Every figure of the catalog on one snapshot, and a small board of three files, for what must give the same figures afterwards."""

from pathlib import Path

from etl.load import load
from indicators.definition import load_catalog
from indicators.measure import measure_each
from indicators.scope import Scope
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

CATALOG = list(load_catalog().values())
SCOPE = Scope(grain="year")


def every_figure(data_dir: Path, name: str | None = None) -> dict[str, list[tuple]]:
    """Indicator -> every row of it year by year, as a whole and by village, of a snapshot (the current one); one call a view."""
    views: dict[str, list] = {}
    for indicator in CATALOG:
        views.setdefault(indicator.view, []).append(indicator)
    found: dict[str, list[tuple]] = {indicator.id: [] for indicator in CATALOG}
    with open_snapshot(data_dir, name or current_name(data_dir)) as connection:
        for alike in views.values():
            by_village = [one for one in alike if "village" in one.by]
            for frame in measure_each(connection, [(alike, ()), (by_village, ("village",))], SCOPE):
                for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None):
                    found[row[0]].append(tuple(map(_plain, row)))
    return found


def _plain(value: object) -> object:
    """A sum of fractions differs in its last digits with the order in which several threads added it up."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


HEADER = "工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间,是否解决,满意度"
FIRST = (
    "A001,试写镇,东湾村,投诉,2026-08-03 09:00,2026-08-10,2026-08-09 10:00,解决,满意",
    "A002,试写镇,东湾村,求助,2026-08-30 09:00,2026-09-06,,,",
    "A003,试写镇,柳沟村,投诉,2026-08-12 09:00,2026-08-19,2026-08-31 16:00,未解决,不满意",
)
SECOND = (
    "A002,试写镇,东湾村,求助,2026-08-30 09:00,2026-09-06,2026-09-08 11:00,解决,基本满意",
    "A004,试写镇,柳沟村,投诉,2026-09-12 09:00,2026-09-19,,,",
    "A005,试写镇,柳沟村,投诉,2026-09-15 09:00,错,,,",
)
INCOMES = "乡镇,村,年度,数据来源,人均可支配收入（元）\n试写镇,东湾村,2025,村级上报,14000\n试写镇,柳沟村,2025,村级上报,15230\n"


def written(folder: Path, name: str, text: str) -> Path:
    """A file of that text in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def small_board(data_dir: Path) -> dict[str, str]:
    """Three files loaded one after the other; the second changes a case of the first. Returns what each published, by file."""
    inbox = data_dir / "inbox"
    files = (
        written(inbox, "工单_截至2026年8月31日.csv", "\n".join([HEADER, *FIRST]) + "\n"),
        written(inbox, "收入.csv", INCOMES),
        written(inbox, "工单_截至2026年9月30日.csv", "\n".join([HEADER, *SECOND]) + "\n"),
    )
    return {path.name: load(data_dir, [path]).snapshot for path in files}
