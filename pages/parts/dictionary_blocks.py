"""The blocks of the dictionary page: every definition as the catalog declares it, with its worked example."""

import pandas as pd
import streamlit as st

from etl.contract import contracts
from indicators.columns import load_columns
from indicators.definition import Example, Indicator, load_catalog
from indicators.examples import MARK, example_rows
from pages.parts import blocks, roles
from reports.reading import Reading
from reports.sentences import period_basis_words
from reports.tables import csv_bytes
from reports.words import day_words, number_words, value_words

DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "neutral": "不作好坏评价"}


def choose() -> Indicator:
    """Which definition to read; kept in the URL."""
    catalog = load_catalog()
    labels = {id: f"{indicator.code}　{indicator.name}" for id, indicator in catalog.items()}
    return catalog[
        st.selectbox("指标", list(catalog), format_func=labels.get, key="指标", bind="query-params", label_visibility="collapsed")
    ]


def sentence() -> str:
    """How many definitions there are, and how many of them have a target."""
    catalog = load_catalog().values()
    aimed = sum(indicator.target is not None for indicator in catalog)
    targets = f"{aimed} 项设有目标" if aimed else "均未设目标，目标由镇确定后写入"
    return f"现用 {len(catalog)} 项指标，每项只有这里的一个口径，{targets}；屏幕、文档和下载的数字都按此计算。"


def definition(indicator: Indicator) -> None:
    """One definition in full."""
    with st.container(key="block-definition", gap="xsmall"):
        st.html(blocks.heading_html(indicator.name))
        st.markdown(indicator.definition)
        st.table(facts(indicator), hide_header=True, border="horizontal")
        if indicator.caveats:
            st.markdown("**读数时注意**")
            st.markdown("\n".join(f"- {caveat}" for caveat in indicator.caveats))


def examples(indicator: Indicator) -> None:
    """The worked examples of a definition."""
    for place, example in enumerate(indicator.examples):
        with st.container(key=f"block-example-{place}", gap="xsmall"):
            st.html(blocks.heading_html("算一遍"))
            st.markdown(example.says)
            st.table(drawn(example, indicator), border="horizontal", hide_index=True)
            st.markdown(f"**{outcome(example, indicator)}**")


def facts(indicator: Indicator) -> pd.DataFrame:
    """What is declared of an indicator beside its sentence, as two columns of text."""
    target = indicator.target
    said = {
        "编号": indicator.code,
        "分子": indicator.numerator.name if indicator.numerator and indicator.denominator else "",
        "分母": indicator.denominator.name if indicator.numerator and indicator.denominator else "",
        "计数对象": next(iter(indicator.parts.values())).name if len(indicator.parts) == 1 else "",
        "归期": period_basis_words(indicator),
        "单位": indicator.unit,
        "方向": DIRECTIONS[indicator.direction],
        "目标": f"{number_words(target.value)}{indicator.unit}（{target.basis}）" if target else "未设",
        "可分组": "、".join(load_columns()[column].name for column in indicator.by),
        "回看": f"不能：{indicator.not_replayable}" if indicator.not_replayable else "能按过去某日结束时的情况重算",
        "负责人": indicator.owner,
        "版本": f"第{indicator.version}版，{day_words(indicator.since)}起",
        "变更": "；".join(indicator.changes),
    }
    return pd.DataFrame([(name, text) for name, text in said.items() if text], columns=["项目", "内容"]).set_index("项目")


def drawn(example: Example, indicator: Indicator) -> pd.DataFrame:
    """The rows of an example under the names people know; a row on a boundary is marked."""
    rows = example_rows(example)
    declared = {**contracts().get(indicator.domain, contracts()["appeal"]).columns, **load_columns()}
    names = {MARK: "边界", **{key: column.name for key, column in declared.items()}}
    written = [{names.get(key, key): _cell(key, value) for key, value in row.items()} for row in rows]
    return pd.DataFrame(written, dtype=object)


def _cell(key: str, value: str | None) -> str:
    if key == MARK:
        return "边界" if value else ""
    return (value or "—").removesuffix(".999999")


def outcome(example: Example, indicator: Indicator) -> str:
    """What the example comes to."""
    span = "" if example.start is None else f"统计期{day_words(example.start)}至{day_words(example.end)}，"
    value = _valued(example, indicator)
    parts = (
        f"{indicator.numerator.name} {number_words(example.numerator)} ÷ {indicator.denominator.name} {number_words(example.denominator)} = "
        if indicator.kind == "ratio"
        else ""
    )
    return f"{span}数据截至{day_words(example.as_of)}：{parts}{value}"


def _valued(example: Example, indicator: Indicator) -> str:
    return value_words(Reading(indicator=indicator, period="all", numerator=example.numerator, denominator=100, value=example.value))


def index() -> None:
    """Every definition in one table."""
    with st.container(key="block-index", gap="xsmall"):
        st.html(blocks.heading_html("全部指标"))
        table = index_table()
        st.dataframe(table, hide_index=True, height="content")
        st.download_button(
            "下载口径表（CSV）",
            roles.exported("指标口径.csv", lambda: csv_bytes(table)),
            file_name="指标口径.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def index_table() -> pd.DataFrame:
    """One row an indicator."""
    return pd.DataFrame(
        [
            {
                "编号": one.code,
                "指标": one.name,
                "口径": one.definition,
                "单位": one.unit,
                "方向": DIRECTIONS[one.direction],
                "目标": f"{number_words(one.target.value)}{one.unit}" if one.target else "未设",
                "版本": f"第{one.version}版",
                "启用": f"{one.since}",
                "负责人": one.owner,
            }
            for one in load_catalog().values()
        ],
        dtype=object,
    )
