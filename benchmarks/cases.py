"""Generated case exports of any size, as one CSV that the ordinary intake reads."""

from pathlib import Path

import duckdb

HEADERS = (
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
GENERATE = (Path(__file__).parent / "cases.sql").read_text(encoding="utf-8")


def write_cases(path: Path, cases: int, *, edition: int = 1) -> Path:
    """Writes `cases` rows over 36 months, 24 villages, 4 channels; `edition` 2 closes every case of edition 1 that was open."""
    with duckdb.connect() as connection:
        names = ", ".join(f"{position} as {name}" for position, name in zip("abcdefghijklmn", HEADERS, strict=True))
        connection.execute(GENERATE, {"cases": cases, "edition": edition})
        connection.execute(f"copy (select {names} from generated order by g) to '{path}' (header true)")
    return path
