"""Work that takes more than a moment: done beside the run, so that a click elsewhere does not cut it off, and watched from the page."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from warehouse.errors import WarehouseError

LOOK_SECONDS = 0.1
SAID_AFTER_SECONDS = 0.4  # what is done sooner needs no word
LEFT = "页面在完成之前关闭了，这一步没有做完，看板没有变。"


@dataclass(frozen=True, kw_only=True)
class Job:
    """A piece of work under way. `kind` says which, `words` what is said while it runs, `steps` what it told so far."""

    kind: str
    words: str
    future: Future = field(default_factory=Future)
    steps: list[str] = field(default_factory=list)


def begin(kind: str, words: str, work: Callable[[Callable[[str], None]], Any]) -> Job:
    """Starts work(tell) in a thread of its own. Once the browser is closed, the next step that is told is not begun any more."""
    job = Job(kind=kind, words=words)
    run = get_script_run_ctx()
    Thread(target=_do, args=(job, work, run.session_id if run else ""), name=f"intake-{kind}", daemon=True).start()
    return job


def _do(job: Job, work: Callable[[Callable[[str], None]], Any], session: str) -> None:
    def tell(step: str) -> None:
        if runtime.exists() and not runtime.get_instance().is_active_session(session):
            raise WarehouseError(LEFT)
        job.steps.append(step)

    try:
        job.future.set_result(work(tell))
    except BaseException as error:  # whoever waits for it is told
        job.future.set_exception(error)


def watch(job: Job, desk: DeltaGenerator) -> None:
    """Stays until the work is done and shows its steps in place of all that lies on the desk. A run that is cut short leaves the work alone: the next one watches on."""
    begun = time.monotonic()
    while not job.future.done() and time.monotonic() - begun < SAID_AFTER_SECONDS:
        time.sleep(LOOK_SECONDS)
    if job.future.done():
        return
    with desk.status(job.words, expanded=True) as shown:
        told = 0
        while not job.future.done():
            told = _tell(job, told)
            time.sleep(LOOK_SECONDS)
            shown.update(label=job.words)  # here a run that is no longer wanted ends


def _tell(job: Job, told: int) -> int:
    for step in job.steps[told:]:
        st.text(f"{step}…")
    return len(job.steps)
