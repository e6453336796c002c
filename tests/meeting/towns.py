"""Small towns loaded through the intake, for briefs of what is not the demonstration: forty villages, flags only, totals only, a few cases."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from etl.load import PUBLISHED, load

FIRST, DAYS = date(2025, 9, 1), 425  # to the end of October 2026
NAMES = [f"第{number}号河西走廊绿洲生态移民安置新村" for number in range(1, 41)]
WORST, SPARSE = NAMES[7], NAMES[30:34]  # one that differs from all others, and some with few cases
HEADER = "工单编号,乡镇,村,诉求类型,诉求类别,来源渠道,受理时间,办理时限,办结时间,是否解决,满意度"


def forty(folder: Path) -> Path:
    """A town of forty villages with long names; one of them is late far more often, four have hardly a case."""
    lines = [_case(number, place, turn) for place, name in enumerate(NAMES) for turn, number in enumerate(_numbers(place, name))]
    return _loaded(folder, {"工单.csv": "\n".join([HEADER, *lines]) + "\n"})


def _numbers(place: int, name: str) -> range:
    return range(place * 100, place * 100 + (4 if name in SPARSE else 60))


def _case(number: int, place: int, turn: int) -> str:
    received = FIRST + timedelta(days=(number * 37) % DAYS)
    due = received + timedelta(days=7)
    is_late = turn % 2 == 0 if NAMES[place] == WORST else (turn * 7 + place) % 10 == 0
    closed = received + timedelta(days=20 if is_late else 3)
    kind, channel = ("咨询", "求助", "投诉")[number % 3], ("12345", "码上办", "来访")[number % 3]
    topic = ("人居环境", "饮水用电", "惠农补贴", "邻里家庭", "医保社保", "教育", "其他")[number % 7]
    ending = (
        f"{closed} 10:00,{'解决' if number % 5 else '未解决'},{'满意' if number % 8 else '不满意'}"
        if closed <= date(2026, 10, 31)
        else ",,"
    )
    return f"F{number:05d},河西走廊绿洲示范镇,{NAMES[place]},{kind},{topic},{channel},{received} 09:00,{due},{ending}"


def flags(folder: Path) -> Path:
    """A platform that says whether a case was done in time and not when: fourteen months of it."""
    header = "工单编号,乡镇,村,诉求类型,受理时间,是否按期"
    lines = [
        f"P{number:04d},试写镇,{('东湾村', '西渠村', '北滩村')[number % 3]},投诉,{FIRST + timedelta(days=number * 425 // 900)} 09:00,{'否' if number % 9 == 0 else '是'}"
        for number in range(900)
    ]
    return _loaded(folder, {"平台.csv": "\n".join([header, *lines]) + "\n"})


def totals(folder: Path) -> Path:
    """A town that only receives monthly totals."""
    header = "月份,乡镇,村,受理件数,应办结件数,办结件数,按期办结件数"
    rows = ["2026年10月,试写镇,东湾村,30,28,27,26", "2026年10月,试写镇,西渠村,12,9,9,8"]
    return _loaded(folder, {"月报.csv": "\n".join([header, *rows]) + "\n"})


def few(folder: Path) -> Path:
    """Six cases in one month and nothing else."""
    rows = [
        f"S{number},试写镇,{('东湾村', '西渠村')[number % 2]},投诉,人居环境,来访,2026-10-0{number + 1} 09:00,2026-10-1{number},2026-10-0{number + 2} 09:00,解决,满意"
        for number in range(6)
    ]
    return _loaded(folder, {"工单.csv": "\n".join([HEADER, *rows]) + "\n"})


def published(folder: Path) -> Path:
    """Nothing but what is published of one village."""
    assert load(folder, [PUBLISHED]).status == "published"
    return folder


def _loaded(folder: Path, files: dict[str, str]) -> Path:
    paths = [folder / name for name in files]
    for path in paths:
        path.write_text(files[path.name], encoding="utf-8")
    result = load(folder, paths)
    assert result.status == "published", [refused.message for refused in result.refused]
    return folder


TOWNS: dict[str, Callable[[Path], Path]] = {"forty": forty, "flags": flags, "totals": totals, "few": few, "published": published}
