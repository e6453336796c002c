"""What may be said of a rate that rests on few cases.

Below RATE_FROM only the fraction is shown; below RANK_FROM the rate with its interval and the mark of a small sample, unranked. In what is
printed for outside, a count from 1 below SUPPRESS_BELOW in village by type is suppressed. Anchors: counts below 5 are suppressed
(communityhealthstats.healthunit.com), rates on fewer than 20 events are flagged as unreliable (New York State Department of Health).
"""

RATE_FROM = 10
RANK_FROM = 20
SUPPRESS_BELOW = 5


def is_rate_shown(size: int | None) -> bool:
    """Whether a rate over so many cases may be shown as a percentage."""
    return size is not None and size >= RATE_FROM


def is_rankable(size: int | None) -> bool:
    """Whether a rate over so many cases may be compared and ranked."""
    return size is not None and size >= RANK_FROM


def is_small_sample(size: int | None) -> bool:
    """Whether a rate is shown with its interval and marked as a small sample."""
    return is_rate_shown(size) and not is_rankable(size)


def is_suppressed(count: int | None) -> bool:
    """Whether a count of village by type is left out of what is printed for outside. A true 0 is not."""
    return count is not None and 0 < count < SUPPRESS_BELOW
