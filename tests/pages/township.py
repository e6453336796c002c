"""Small published warehouses for the pages to show."""

from pathlib import Path

from etl.load import PUBLISHED, SAMPLE, load
from warehouse.snapshot import building

SQL = (Path(__file__).parent / "township.sql").read_text(encoding="utf-8")


def build(data_dir: Path, *, cases: int = 3600, villages: int = 12, months: int = 36, has_closing: bool = True) -> Path:
    """A published township that does not exist; the same cases every time. Returns the data directory."""
    values = {"cases": cases, "villages": villages, "months": months, "has_closing": has_closing, "town": "试写镇"}
    with building(data_dir) as draft:
        for statement in SQL.split(";\n"):
            if statement.strip():
                used = {name: value for name, value in values.items() if f"${name}" in statement}
                draft.connection.execute(statement, used)
        draft.publish()
    return data_dir


def build_empty(data_dir: Path) -> Path:
    """A published warehouse without a row. Returns the data directory."""
    with building(data_dir) as draft:
        draft.publish()
    return data_dir


def build_totals(data_dir: Path) -> Path:
    """A published town that only receives monthly totals. Returns the data directory."""
    path = data_dir / "月报.csv"
    path.write_text("月份,乡镇,村,受理件数,应办结件数,办结件数,按期办结件数\n2026年9月,试写镇,东湾村,30,28,27,26\n", encoding="utf-8")
    load(data_dir, [path])
    return data_dir


def build_published(data_dir: Path) -> Path:
    """Nothing but what is published of one village. Returns the data directory."""
    load(data_dir, [PUBLISHED])
    return data_dir


def build_one_domain(data_dir: Path) -> Path:
    """A township that only reports incomes. Returns the data directory."""
    load(data_dir, [path for path in SAMPLE.iterdir() if path.name.startswith("村级上报农民人均收入")])
    return data_dir


def build_county(data_dir: Path) -> Path:
    """A county of ten towns and three hundred villages, one file a ledger. Returns the data directory."""
    places = [
        (f"试写{town}镇", f"{name}{number}村") for town in "甲乙丙丁戊己庚辛壬癸" for number, name in enumerate(["柳湾"] * 30, start=1)
    ]
    files = {
        "工单.csv": ("工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间,是否解决,满意度", _county_case),
        "居民收入.csv": ("乡镇,村,年度,数据来源,人均可支配收入（元）", lambda n, town, village: f"{town},{village},2025,村级上报,{14000 + n * 13}"),
        "村情.csv": ("乡镇,村,年度,总户数（户）,总人口（人）,党员数（名）", lambda n, town, village: f"{town},{village},2025,{200 + n % 90},{700 + n},{20 + n % 9}"),
        "设施.csv": ("乡镇,村,年度,路灯数（盏）,卫生厕所户数（户）", lambda n, town, village: f"{town},{village},2025,{60 + n % 50},{100 + n % 80}"),
        "种植.csv": ("乡镇,村,年度,产业类别,作物,种植面积（亩）,总产量（吨）,产值（万元）", lambda n, town, village: f"{town},{village},2025,种植,玉米,{900 + n},{500 + n},{80 + n % 60}"),
        "活动.csv": ("乡镇,村,党支部,活动类型,活动日期,应到人数,实到人数", lambda n, town, village: f"{town},{village},{village}党支部,主题党日,2025-{n % 12 + 1:02d}-15,30,{20 + n % 10}"),
        "项目.csv": ("乡镇,村,项目名称,计划开工日期,计划完工日期,实际开工日期,实际完工日期,计划总投资（万元）", _county_project),
    }  # fmt: skip
    for name, (header, line) in files.items():
        lines = [line(number, *place) for number, place in enumerate(places)]
        (data_dir / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    result = load(data_dir, [data_dir / name for name in files])
    assert result.status == "published", [refused.message for refused in result.refused]
    return data_dir


def _county_case(number: int, town: str, village: str) -> str:
    closed = "" if number % 17 == 0 else f"2025-11-{number % 20 + 5:02d} 10:00"
    return f"A{number:04d},{town},{village},投诉,2025-11-{number % 20 + 1:02d} 09:00,2025-11-{number % 20 + 6:02d},{closed},解决,满意"


def _county_project(number: int, town: str, village: str) -> str:
    finished = "" if number % 5 == 0 else "2025-10-20"
    return f"{town},{village},{village}道路硬化工程,2025-03-01,2025-{9 + number % 3:02d}-30,2025-03-05,{finished},{20 + number % 30}"
