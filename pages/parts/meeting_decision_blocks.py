"""What this meeting decides, recorded so that the next brief begins with it. The form is the one of 总览."""

from pages.parts import blocks, context, decision_blocks
from pages.parts.meeting_context import Held
from reports.since import Occasion
from warehouse.journal_meetings import meetings


def decided(held: Held) -> None:
    """What is open of earlier decisions, and the form for this meeting's."""
    with blocks.section("议定事项", "会上定的事记在这里，下一期材料的第一部分据此说落实情况", key="meeting-decided"):
        last = max((one.on for one in meetings(context.data_dir())), default=None)
        decision_blocks.decided(held.view, Occasion(label="本次会议", on=last if last and last > held.span.end else None), last)
