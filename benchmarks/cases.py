"""Generated case exports of any size, as CSV files that the ordinary intake reads."""

from pathlib import Path

import duckdb

HERE = Path(__file__).parent
CASES = (
    "工单编号",
    "诉求来源",
    "诉求类型",
    "一级分类",
    "乡镇",
    "村",
    "受理时间",
    "派单时间",
    "办结期限",
    "办结时间",
    "工单状态",
    "承办单位",
    "是否解决",
    "满意度",
)
DISPUTES = (
    "纠纷编号",
    "纠纷类型",
    "乡镇",
    "村",
    "排查登记日期",
    "开始调处日期",
    "调处期限",
    "调结日期",
    "办理状态",
    "调处结果",
    "化解层级",
)
CASES_A_DISPUTE = 20


def write_cases(path: Path, cases: int, *, edition: int = 1) -> Path:
    """Writes `cases` rows over 36 months, 24 villages of one town, 4 channels; `edition` 2 closes every case of edition 1 that was open."""
    return _write(path, "cases", CASES, "g", {"cases": cases, "edition": edition})


def write_county(folder: Path, cases: int, villages: int) -> list[Path]:
    """Writes a county: `cases` cases and a twentieth as many disputes over 36 months, in towns of 25 villages whose rates differ."""
    size = {"cases": cases, "villages": villages}
    disputes = size | {"cases": cases // CASES_A_DISPUTE}
    return [
        _write(folder / "cases.csv", "county", CASES, "g", size),
        _write(folder / "disputes.csv", "disputes", DISPUTES, "e", disputes),
    ]


def _write(path: Path, query: str, headers: tuple[str, ...], order: str, values: dict[str, int]) -> Path:
    with duckdb.connect() as connection:
        names = ", ".join(f"{position} as {name}" for position, name in zip("abcdefghijklmn", headers, strict=False))
        for statement in (HERE / f"{query}.sql").read_text(encoding="utf-8").split(";\n"):
            connection.execute(statement, values if "$" in statement else None)
        connection.execute(f"copy (select {names} from generated order by {order}) to '{path}' (header true)")
    return path
