"""What stands around every page: look, language, the banner that says what kind of data this is, and what to say when something breaks."""

import json
import logging
import tomllib
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from pages.parts import context
from warehouse.errors import WarehouseError

HERE = Path(__file__).parent
log = logging.getLogger("governance_board")


def dress() -> None:
    """Style sheet, and the scripts that put Streamlit's own English strings into Chinese and close its false alarm on a first visit."""
    st.html(HERE / "style.css")
    st.html(_scripts(), unsafe_allow_javascript=True)


@st.cache_resource(show_spinner=False)
def _scripts() -> str:
    words = tomllib.loads((HERE / "translate.toml").read_text(encoding="utf-8"))
    speak = (HERE / "translate.js").read_text(encoding="utf-8").replace("__DICTIONARY__", json.dumps(words, ensure_ascii=False))
    return f"<script>{speak}\n{(HERE / 'first_visit.js').read_text(encoding='utf-8')}</script>"


def is_ready() -> bool:
    """Whether there is data to show; a first start builds the demonstration township."""
    try:
        return context.ensure_data()
    except WarehouseError as problem:  # another window is building it
        st.info(str(problem), icon=":material/hourglass_top:")
        return False
    except Exception:  # without data there is no page to run, so the answer is given here
        log.exception("first start")
        st.error("没有能打开的数据，也没能建立演示镇，原因已记入日志。请检查数据目录后刷新。", icon=":material/error:")
        return False


def banner() -> None:
    """One strip above the page, only where there is something to say: demonstration data, areas nobody confirmed, cases without a place."""
    held = context.extent()
    said = []
    if held.is_synthetic:
        said.append("<b>演示数据</b>　这个镇并不存在，所有数字均为虚构，仅供试用")
    if held.unconfirmed_areas and held.cases:
        said.append(f"<b>地区待确认</b>　{held.unconfirmed_areas} 个地区名取自来文，未经地区台账核对")
    if held.unplaced_cases:
        said.append(f"<b>未计入</b>　{held.unplaced_cases} 件因村名不在地区台账中，未计入各项数字")
    if said:
        st.html(f'<div class="banner" role="note">{"".join(f"<span>{one}</span>" for one in said)}</div>')


@contextmanager
def answering(what: str):
    """What we did not foresee becomes one sentence, and its trace goes to the log."""
    try:
        yield
    except Exception:  # nobody further out can answer in Chinese
        log.exception("%s", what)
        st.error("这里出错了，已记入日志。请刷新重试；仍出错时，请把操作步骤告诉管理员。", icon=":material/error:")


def run(page) -> None:
    """Run a page."""
    with answering(f"page {page.title}"):
        page.run()
