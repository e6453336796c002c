-- Each case with the moment up to which it is known (exclusive): the cut-off of its source, or the moment asked for if earlier.
select *, least(cutoff_at, $as_of_at) as as_of_at
from case_all
