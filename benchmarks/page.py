"""`python -m benchmarks.page`: how long one visit to 诉求办理 takes on the warehouse of GOVERNANCE_DATA, nothing cached. Prints one JSON object."""

import json
import logging
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.parts import context

ROOT = Path(__file__).parent.parent
QUERYING = ("_measured", "_cutoffs", "_queried")


def _timed(function, spent: list[float]):
    def run(*arguments, **named):
        began = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent.append(time.perf_counter() - began)

    return run


def main() -> None:
    """Visits the page twice with an empty cache each time and reports the second visit: seconds in queries, seconds in all, and errors."""
    logging.disable(logging.WARNING)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=600).run()
    spent: list[float] = []
    for name in QUERYING:
        setattr(context, name, _timed(getattr(context, name).__wrapped__, spent))
    began = time.perf_counter()
    app.switch_page("pages/monitor/cases.py").run()
    whole = time.perf_counter() - began
    print(
        json.dumps(
            {"query_seconds": round(sum(spent), 3), "queries": len(spent), "run_seconds": round(whole, 2), "errors": len(app.exception)}
        )
    )


if __name__ == "__main__":
    main()
