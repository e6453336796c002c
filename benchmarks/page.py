"""`python -m benchmarks.page [FILE]`: one visit to a page on the warehouse of GOVERNANCE_DATA, nothing cached. Prints one JSON object."""

import argparse
import json
import logging
import time
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.scale import OVERVIEW, peak_mb
from pages.parts import context

ROOT = Path(__file__).parent.parent
CASES = "pages/monitor/cases.py"
ASKED = ("measure_each", "ledgers_of", "rows")  # what context asks of the indicators, inside its caches


def _timed(function, spent: list[dict]):
    def run(*arguments, **named):
        began, worked = time.perf_counter(), time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - worked
            spent.append({"ask": f"{function.__name__} {_words(arguments)}", "seconds": seconds, "cpu_seconds": cpu_seconds})

    return run


def _words(arguments: tuple) -> str:
    """What was asked, short: ids and groupings, or the name of a query; and the scope."""
    words = []
    for argument in arguments[1:]:
        if isinstance(argument, list | tuple):
            words += [f"{len(indicators)} × {'+'.join(by) or '—'}" for indicators, by in argument]
        else:
            words.append(f"{argument.grain} {argument.start}…{argument.end}" if hasattr(argument, "grain") else str(argument))
    return ", ".join(words)


def watched() -> list[dict]:
    """From now on every query that a page asks is in the list, with its seconds; what the page's cache answers is asked once, as for a person."""
    spent: list[dict] = []
    for name in ASKED:
        setattr(context, name, _timed(getattr(context, name), spent))
    context.coverage.cutoffs = _timed(context.coverage.cutoffs, spent)
    context._queried = st.cache_data(show_spinner=False)(_timed(context._queried.__wrapped__, spent))
    return spent


def main() -> None:
    """Visits the page once in this fresh process, every cache empty, and reports each query, seconds in all, peak memory and errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", default=CASES)
    page = parser.parse_args().page
    logging.disable(logging.WARNING)
    spent = watched()
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=600)
    began, worked = _visit(app, page, spent)
    whole = {"run_seconds": time.perf_counter() - began, "run_cpu_seconds": time.process_time() - worked}
    queries = {f"query_{kind}": sum(one[kind] for one in spent) for kind in ("seconds", "cpu_seconds")}
    said = {key: round(value, 2) for key, value in (queries | whole).items()}
    said |= {"queries": len(spent), "errors": len(app.exception), "peak_mb": round(peak_mb()), "asks": spent}
    print(json.dumps(said, ensure_ascii=False))


def _visit(app: AppTest, page: str, spent: list[dict]) -> tuple[float, float]:
    """Opens the page; the moment and the processor seconds when that began. The board opens with the overview, so others are gone to."""
    if page != OVERVIEW:
        app.run()
        st.cache_data.clear()
        spent.clear()
        app.switch_page(page)
    started = time.perf_counter(), time.process_time()
    app.run()
    return started


if __name__ == "__main__":
    main()
