"""The frame around every page: page settings, navigation, filters, what kind of data this is, and an answer when something breaks."""

import streamlit as st

from pages.parts import context, drill, filters, frame

st.set_page_config(page_title="基层治理指标看板", page_icon="static/icon.png", layout="wide", initial_sidebar_state=264)
page = st.navigation(
    {
        "监测": [
            st.Page("pages/monitor/overview.py", title="总览", icon=":material/dashboard:", default=True),
            st.Page("pages/monitor/cases.py", title="诉求办理", icon=":material/assignment_turned_in:"),
            st.Page("pages/monitor/disputes.py", title="矛盾纠纷", icon=":material/handshake:"),
        ],
        "数据": [st.Page("pages/data/dictionary.py", title="指标口径", icon=":material/menu_book:")],
    }
)
frame.dress()
if frame.is_ready():
    context.choose_snapshot()
    filters.draw()
    frame.banner()
    frame.run(page)
    drill.show()
