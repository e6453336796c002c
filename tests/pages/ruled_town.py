"""A town of three villages loaded from files, small enough to be ruled on in a test: its cases, a scheme of two items, and the blocks on a page."""

from datetime import date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from etl.load import load
from indicators.scheme import Scheme, read_scheme, scheme_dict
from warehouse.journal_schemes import adopt_scheme

NOON = datetime(2026, 1, 5, 12)
TOWN, PERIOD = "试定镇", "2025-Q3"
VILLAGES = ("甲村", "乙村", "丙村")
HEADER = "工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间,是否解决,满意度"
SCHEME = {
    "id": "town", "name": "试定镇考核办法", "version": 1, "grouping": "none", "period": "quarter",
    "pillars": [
        {"id": "speed", "name": "办理时效", "items": [
            {"id": "case_on_time_rate", "weight": 60, "window_months": 0, "goalpost": {"low": 50, "target": 100, "basis": "镇党委会"}}]},
        {"id": "quality", "name": "解决质量", "items": [
            {"id": "case_resolution_rate", "weight": 40, "window_months": 0, "goalpost": {"low": 40, "target": 90, "basis": "镇党委会"}}]},
    ],
    "bonuses": [
        {"id": "praised", "name": "上级表彰", "kind": "bonus", "points_each": 1, "cap": 2},
        {"id": "serious", "name": "须专门研究的事项", "kind": "note", "points_each": 0, "cap": 0},
    ],
    "bands": [
        {"name": "A", "words": "达到目标", "from_score": 85}, {"name": "B", "words": "基本达到", "from_score": 70},
        {"name": "C", "words": "需要帮扶", "from_score": 0},
    ],
}  # fmt: skip


def scheme(**changed) -> Scheme:
    """The town's scheme, with what is given otherwise."""
    return read_scheme(SCHEME | changed)


def adopt(data_dir: Path, one: Scheme, on: date) -> int:
    """Adopts a scheme; the number of its version."""
    return adopt_scheme(data_dir, scheme_dict(one), on=on, adopted_by="镇党委会", by="组织办", at=NOON)


def load_cases(data_dir: Path, file: str, *, first: int, count: int, late: int, months: tuple[int, ...] = (7, 8, 9, 10)) -> None:
    """A file of so many cases a village, every `late`-th closed after its deadline, loaded into the next snapshot."""
    lines = [
        _case(first + number, village, months[number % len(months)], is_late=number % (late + place) == 0)
        for place, village in enumerate(VILLAGES)
        for number in range(count)
    ]
    path = data_dir / file
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    assert load(data_dir, [path], now=NOON).status == "published"


def _case(number: int, village: str, month: int, *, is_late: bool) -> str:
    day = number % 20 + 1
    closed = f"2025-{month:02d}-{day + (9 if is_late else 2):02d} 10:00"
    solved = "未解决" if number % 5 == 0 else "解决"
    return f"{village[0]}{number:04d},{TOWN},{village},投诉,2025-{month:02d}-{day:02d} 09:00,2025-{month:02d}-{day + 5:02d} 18:00,{closed},{solved},满意"


def build(data_dir: Path) -> Path:
    """The town with its first load and its scheme adopted before the quarter ends."""
    load_cases(data_dir, "工单1.csv", first=0, count=120, late=4)
    adopt(data_dir, scheme(), date(2025, 1, 10))
    return data_dir


def _blocks(part: str) -> None:
    """The blocks of one part of 考核评估, as a page of their own."""
    from importlib import import_module

    from pages.parts import assess_context, context, filters

    context.choose_snapshot()
    filters.draw()
    if filters.view() is not None:
        held = assess_context.asked(filters.view())
        import_module(f"pages.parts.{part}").show(held)


def opened(part: str, period: str | None = None) -> AppTest:
    """The blocks on the warehouse of GOVERNANCE_DATA, run once, in a period or the one offered first."""
    app = AppTest.from_function(_blocks, default_timeout=120, args=(part,)).run()
    assert not app.exception
    if period and app.selectbox(key="考核期").value != period:
        app.selectbox(key="考核期").set_value(period).run()
    return app


def press(app: AppTest, button: str, **fields: str) -> AppTest:
    """Fills in the text fields of a form by their keys and presses its button."""
    prefix = button.rsplit("-", 1)[0]
    for field, value in fields.items():
        app.text_input(key=f"{prefix}-{field}").set_value(value)
    app.button(key=button).click().run()
    assert not app.exception
    return app
