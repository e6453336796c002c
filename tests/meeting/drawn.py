"""Briefs drawn by hand, so that a rendering can be tested without a warehouse: a rich one, one with almost nothing, forty villages, one village."""

from dataclasses import replace
from datetime import date

from reports.brief import (
    BAR,
    FEW,
    INTERNAL,
    LINE,
    MISSING,
    STACKED,
    SUPPRESSED,
    Basis,
    Brief,
    Cell,
    Chart,
    Column,
    Definition,
    Finding,
    Made,
    Section,
    Series,
    Source,
    Table,
)

MONTHS = tuple(f"{year}年{month}月" for year, first, last in ((2025, 10, 12), (2026, 1, 10)) for month in range(first, last + 1))
OCTOBER = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
YEAR = {"start": date(2025, 11, 1), "end": date(2026, 10, 31)}
VILLAGES = ("柳沟村", "东湾村", "石井村", "沙枣村", "红柳村", "大滩村")
LONG = "第{number}号国家级乡村建设示范片区河西走廊绿洲生态移民安置新村"


def rate(hits: int | None, size: int | None) -> Cell:
    """A cell of a rate with its n/N; 未填报 where there is none, the fraction alone where N is below ten."""
    if size is None:
        return Cell(text="未填报", mark=MISSING)
    if size < 10:
        return Cell(text=f"{hits}/{size}", mark=FEW)
    return Cell(text=f"{100 * hits / size:.1f}%（{hits}/{size}）", value=100 * hits / size, decimals=1, unit="%")


def count(number: int | None) -> Cell:
    """A cell of a count; 未填报 where there is none."""
    return Cell(text="未填报", mark=MISSING) if number is None else Cell(text=f"{number:,}", value=number, unit="件")


def on_time_chart() -> Chart:
    """A rate over thirteen months, with one month nobody reported."""
    sizes = (88, 92, 75, 70, None, 81, 90, 95, 99, 102, 104, 97, 104)
    hits = (80, 85, 70, 66, None, 74, 81, 86, 90, 93, 95, 85, 81)
    values = tuple(None if size is None else 100 * hit / size for hit, size in zip(hits, sizes, strict=True))
    parts = tuple("" if size is None else f"{hit}/{size}" for hit, size in zip(hits, sizes, strict=True))
    return Chart(
        key="on_time", title="按期办结率低于往常范围下限：10月 77.9%（81/104）", kind=LINE, categories=MONTHS,
        series=(
            Series(name="按期办结率", values=values, parts=parts, tone="worse"),
            Series(name="往常均值", values=(90.8,) * len(MONTHS), tone="muted"),
        ),
        unit="%", decimals=1, low=60, high=100, note="各月应办结 70—104 件；2026年2月未填报，不连线",
        basis=Basis(ids=("case_on_time_rate",), start=date(2025, 10, 1), end=date(2026, 10, 31), grain="month"),
    )  # fmt: skip


def types_chart() -> Chart:
    """Counts by type beside those of the month before."""
    return Chart(
        key="types", title="人居环境 31 件最多，前五类占受理量的 81.3%（91/112）", kind=BAR,
        categories=("人居环境", "道路水利灌溉", "惠农补贴", "邻里家庭", "医保社保"),
        series=(Series(name="10月", values=(31, 24, 16, 12, 8)), Series(name="9月", values=(25, 26, 11, 12, None), tone="muted")),
        unit="件", note="10月受理 112 件，9月 98 件", basis=Basis(ids=("case_received_count",), by=("category_1",), **OCTOBER),
    )  # fmt: skip


def places_table(names: tuple[str, ...] = VILLAGES) -> Table:
    """Villages by rate, with one too small, one not reported and one that needs attention."""
    rows = []
    for number, name in enumerate(names):
        size = None if number % 6 == 5 else 7 if number % 6 == 4 else 60 + number
        hits = None if size is None else max(size - 1 - number % 6 * 3, 4)
        band = ("显著低于整体", "worse") if number % 6 == 3 else ("与整体无显著差异", "calm")
        judged = "没有数" if size is None else "只列分数，不作比较" if size < 10 else band[0]
        rows.append(
            (
                Cell(text=name),
                rate(hits, size),
                rate(None if size is None else size - 2, size),
                count(number % 4),
                Cell(text=judged, tone=band[1]),
            )
        )
    columns = (
        Column(name="村", width=8), Column(name="按期办结率", width=16, is_number=True), Column(name="满意率", width=16, is_number=True),
        Column(name="超期未办结（件）", width=8, is_number=True), Column(name="与整体相比", width=12),
    )  # fmt: skip
    return Table(
        key="places", title="各村近 12 个月办理情况", columns=columns, rows=tuple(rows),
        note="近 12 个月（2025年11月—2026年10月）；不足 10 件只列分数，不足 20 件不作比较",
        basis=Basis(ids=("case_on_time_rate", "case_satisfaction_rate"), by=("village",), **YEAR),
    )  # fmt: skip


def cross_table(names: tuple[str, ...] = VILLAGES, kinds: int = 9) -> Table:
    """Villages by type, too wide for a portrait page, with cells kept back."""
    columns = (Column(name="村", width=10), *(Column(name=f"类型之{number}", width=7, is_number=True) for number in range(1, kinds + 1)))
    kept_back = Cell(text="＜5", mark=SUPPRESSED)
    rows = tuple(
        (Cell(text=name), *(kept_back if (row + column) % 4 == 0 else count(5 + row + column) for column in range(kinds)))
        for row, name in enumerate(names)
    )
    return Table(
        key="cross",
        title="各村诉求类型（件）",
        columns=columns,
        rows=rows,
        note="＜5 为按规定不列的小数",
        basis=Basis(ids=("case_received_count",), by=("village", "category_1"), **OCTOBER),
    )


def rich(names: tuple[str, ...] = VILLAGES, place: str = "沙泉镇（演示）") -> Brief:
    """A month in which much happened."""
    running = Section(
        key="running", title="总体运行情况", message="按期办结率比往常下降（恶化），解决率和满意率在正常波动范围内。",
        findings=(
            Finding(key="running.counts", text="10月共受理 112 件，9月 98 件；应办结 104 件，办结 101 件。", basis=Basis(ids=("case_received_count",), **OCTOBER)),
            Finding(key="running.on_time", text="按期办结率 77.9%（81/104），低于往常范围下限；9月 87.6%（85/97）。", tone="worse"),
            Finding(key="running.solved", text="解决率 84.2%（80/95）；有效评价 61 件，满意率 93.4%（57/61），参评率 60.4%（61/101）。"),
            Finding(key="running.late", text="期末超期未办结 7 件，其中柳沟村 3 件、东湾村 2 件。", tone="worse", edited_by="综治办", original="期末超期未办结 9 件。", mismatches=("“7 件”在数据里没有，数据为 9 件",)),
        ),
        charts=(on_time_chart(),),
    )  # fmt: skip
    sections = (
        Section(key="decided", title="上次议定事项落实情况", message="上次议定 2 项，完成 1 项，未完成 1 项。", tables=(Table(
            key="decided", title="上次议定事项", columns=(Column(name="事项", width=22), Column(name="责任单位", width=8), Column(name="期限", width=10), Column(name="进展", width=8)),
            rows=((Cell(text="柳沟村水渠清淤，汛前完成"), Cell(text="水务站"), Cell(text="2026年10月20日"), Cell(text="已了结", tone="better")),
                  (Cell(text="惠农补贴发放情况逐户公示并答复来件"), Cell(text="财政所"), Cell(text="2026年10月25日"), Cell(text="过期未了结", tone="worse"))),
        ),)),
        running,
        Section(key="topics", title="分类与热点", message="人居环境和道路水利灌溉两类占近一半。", charts=(types_chart(), Chart(
            key="channels", title="来件渠道：码上办 61 件", kind=STACKED, categories=("9月", "10月"),
            series=(Series(name="码上办", values=(50, 61)), Series(name="12345", values=(30, 33)), Series(name="网格上报", values=(18, 18))), unit="件", note="9月 98 件，10月 112 件",
        )), findings=(Finding(key="topics.share", text="前五类 91 件，占受理量的 81.3%（91/112）。"),)),
        Section(key="places", title="分村情况", message="沙枣村按期办结率显著低于整体，其余各村与整体无显著差异。", tables=(places_table(names),),
                findings=(Finding(key="places.caution", text="6 个村里，即使毫无差别，平均也会有 0.3 个纯属偶然落在 95% 线外。"),)),
        Section(key="disputes", title="矛盾纠纷排查化解", empty="本期没有矛盾纠纷台账，不列。"),
    )  # fmt: skip
    return Brief(
        title=f"{place}2026年10月党建引领基层治理分析研判会材料", area=None, place=place, period="2026-10", period_words="2026年10月",
        edition=INTERNAL, known_to=date(2026, 10, 31), is_synthetic=True,
        made=Made(snapshot="wh-20261103-090000-0a1b2c3d.duckdb", position=12, on=date(2026, 11, 3), batches=("20261103-0a1b2c3d", "20261103-1b2c3d4e", "20261103-2c3d4e5f")),
        summary=(running.findings[0], running.findings[1], running.findings[3]), sections=sections,
        annexes=(Section(key="annex.cross", title="各村诉求类型", tables=(cross_table(names),)),),
        definitions=(
            Definition(name="按期办结率", words="本期到期的办件中，在期限内办结的占比；到期未办结的计入分母。", version=1, since=date(2026, 1, 1), basis="分母为 10月应办结 104 件"),
            Definition(name="满意率", words="有效评价中，非常满意、满意、基本满意的占比。", version=2, since=date(2026, 3, 1)),
        ),
        sources=(Source(ledger="民生诉求台账", channel="码上办", records=1_204, known_to=date(2026, 10, 31), files=("码上办导出10月.xlsx",)),),
        quality=("大滩村近 12 个月未填报民生诉求台账。", "2026年2月没有数。"),
    )  # fmt: skip


def poor() -> Brief:
    """A month with almost no data: each section says why it is empty."""
    sections = tuple(
        Section(key=one.key, title=one.title, empty="本期没有可用的数据：民生诉求台账只到2026年8月31日。") for one in rich().sections
    )
    said = Finding(key="running.counts", text="10月没有上报民生诉求。")
    return replace(
        rich(), sections=sections, annexes=(), summary=(said,), definitions=(), sources=(), quality=("民生诉求台账只到2026年8月31日。",)
    )


def forty() -> Brief:
    """A town of forty villages with long names."""
    return rich(tuple(LONG.format(number=number) for number in range(1, 41)), "河西走廊绿洲生态移民安置示范镇")


def chengcao() -> Brief:
    """One village of which only published facts are known: figures of its own, no case at all, and not synthetic."""
    facts = Table(
        key="facts", title="公开报道中的数字", columns=(Column(name="事项", width=14), Column(name="数值", width=10, is_number=True), Column(name="时间", width=8)),
        rows=((Cell(text="户数"), Cell(text="299 户", value=299, unit="户"), Cell(text="未注明")), (Cell(text="硬化村庄道路"), Cell(text="5.9 公里", value=5.9, decimals=1, unit="公里"), Cell(text="未注明"))),
    )  # fmt: skip
    sections = (
        Section(key="running", title="总体运行情况", empty="没有导入办件台账，不列办理情况。"),
        Section(key="domains", title="党建、实事、项目、产业", message="公开报道中有 2 项数字。", tables=(facts,)),
    )
    said = Finding(key="domains.facts", text="公开报道中有 2 项数字，均未注明统计时间。")
    return replace(
        poor(),
        title="橙槽村2026年10月党建引领基层治理分析研判会材料",
        place="橙槽村",
        is_synthetic=False,
        sections=sections,
        summary=(said,),
    )


DRAWN = {"rich": rich, "poor": poor, "forty": forty, "chengcao": chengcao}
