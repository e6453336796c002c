-- The values that the filters offer, the most frequent first, a blank last.
select kind, value
from (
    select 'source_channel' as kind, source_channel as value, sum(cases) as cases from case_book group by all
    union all
    select 'appeal_kind', appeal_kind, sum(cases) from case_book group by all)
order by kind, value is null, cases desc, value
