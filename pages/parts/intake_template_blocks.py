"""The blank workbooks: every ledger with what it is for, who hands it in and how often, and its template to take away."""

from html import escape

import streamlit as st

from etl.contract import Contract, contracts
from etl.template import all_templates, template_bytes, template_name
from pages.parts import blocks, roles

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVERY = "全部空白模板.zip"


def show() -> None:
    """Every ledger on a line of its own, and all templates in one file."""
    with blocks.section(
        "空白模板", "手上没有平台导出的文件时用：模板里有下拉取值、示例和填报说明，填好后从“导入文件”放进来", key="templates"
    ):
        st.download_button(
            f"下载全部 {len(contracts())} 种模板（压缩包）", roles.exported(EVERY, all_templates), file_name=EVERY, mime="application/zip",
            key="template-all", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        for contract in contracts().values():
            _line(contract)


def _line(contract: Contract) -> None:
    name = template_name(contract)
    words, button = st.columns([5, 1], vertical_alignment="center")
    words.html(_words_html(contract))
    button.download_button(
        "下载模板", roles.exported(name, lambda: template_bytes(contract)), file_name=name, mime=WORKBOOK, key=f"template-{contract.name}",
        icon=":material/download:", on_click="ignore", width="stretch",
    )  # fmt: skip


def _words_html(contract: Contract) -> str:
    said = f"{escape(contract.owner)} · {escape(contract.cadence)}"
    return f'<div><b>{escape(contract.title)}</b>　{escape(contract.grain)}。<p class="caption">{said}</p></div>'
