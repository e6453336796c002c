"""The board for the office network: dashboard.py behind the guard. `python -m access serve`, or `streamlit run server.py --server.address 0.0.0.0`."""

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from access.accounts import accounts
from access.errors import AccessError
from access.gate import SESSION_HEADER, raise_gate
from access.guard import guarding
from access.hosts import hosts
from access.serve import NOBODY, ROOT

DATA = Path(os.environ.get("GOVERNANCE_DATA") or ROOT / "data")


def _gate():
    """What guards this process; without an account it does not start."""
    try:
        if not accounts(DATA):
            raise AccessError(NOBODY)
        return raise_gate(DATA, hosts(os.environ.get("GOVERNANCE_HOSTS", "").split(",")))
    except AccessError as refused:
        print(refused, file=sys.stderr)
        sys.exit(2)


config.set_option(
    "server.trustedUserHeaders", {SESSION_HEADER: "session"}
)  # a socket that comes back goes on with its own session's state only
app = st.App("dashboard.py", middleware=[Middleware(guarding, gate=_gate())])
