-- Each case in the version that held at as_of_at: the moment up to which it is known (exclusive), the cut-off of its source, or the
-- moment asked for if earlier. A version that only came later counts for what it dates; what it does not date waits for its export.
-- What was over before the range begins is spared where only the range is asked for.
select *, least(cutoff_at, $as_of_at) as as_of_at, version_at <= as_of_at as is_version_known
from case_history
where known_from <= least(cutoff_at, $as_of_at) and least(cutoff_at, $as_of_at) < known_until and {where} and {spared}
