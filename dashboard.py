"""The frame around every page: page settings, navigation, filters, what kind of data this is, and an answer when something breaks."""

import streamlit as st

from indicators.cube_build import build
from pages.parts import context, drill, filters, frame, roles
from warehouse.snapshot import on_large

on_large(build)
st.set_page_config(page_title="基层治理指标看板", page_icon="static/icon.png", layout="wide", initial_sidebar_state=264)
page = st.navigation(
    {
        "监测": [
            st.Page("pages/monitor/overview.py", title="总览", icon=":material/dashboard:", default=True),
            st.Page("pages/monitor/cases.py", title="诉求办理", icon=":material/assignment_turned_in:"),
            st.Page("pages/monitor/disputes.py", title="矛盾纠纷", icon=":material/handshake:"),
            st.Page("pages/monitor/income.py", title="居民收入", icon=":material/payments:"),
            st.Page("pages/monitor/infrastructure.py", title="基础设施", icon=":material/construction:"),
            st.Page("pages/monitor/industry.py", title="产业发展", icon=":material/agriculture:"),
            st.Page("pages/monitor/party.py", title="党建与服务", icon=":material/groups:"),
        ],
        "研判": [
            st.Page("pages/review/signals.py", title="信号一览", icon=":material/monitoring:"),
            st.Page("pages/review/compare.py", title="分村比较", icon=":material/compare_arrows:"),
            st.Page("pages/review/assessment.py", title="考核评估", icon=":material/fact_check:"),
            st.Page("pages/review/causes.py", title="变化原因", icon=":material/account_tree:"),
            st.Page("pages/review/village.py", title="村情画像", icon=":material/cottage:"),
            st.Page("pages/review/meeting.py", title="会议材料", icon=":material/co_present:"),
        ],
        "数据": [
            st.Page("pages/data/intake.py", title="数据导入", icon=":material/upload_file:"),
            st.Page("pages/data/batches.py", title="批次与质量", icon=":material/inventory_2:"),
            st.Page("pages/data/dictionary.py", title="指标口径", icon=":material/menu_book:"),
        ],
    },
    expanded=True,
    position="sidebar" if roles.is_admitted() else "hidden",
)
frame.dress()
if not roles.is_admitted():
    roles.turn_away()
elif frame.is_ready():
    context.choose_snapshot()
    roles.signed_in()
    filters.draw()
    frame.banner()
    roles.told()
    frame.run(page)
    drill.show()
