-- Values of rejected cells are stored without long runs of digits, and not at all where a phone or ID number may stand beside a name, or where
-- they are long enough for free text.
create or replace temp macro masked(x) as
    case when regexp_matches(x, '[0-9０-９]{11}') or has_number(x) then '（含长号码，不保存）'
         when length(x) > 20 then '（长文字，不保存）'
         else regexp_replace(x, '([0-9０-９]{3})[0-9０-９]{4,}', '\1****', 'g') end;
