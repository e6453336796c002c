-- Values of rejected cells are stored without long runs of digits, and not at all where a phone or ID number may stand beside a name, where they
-- read like an address, or where they are long enough for free text.
create or replace temp macro masked(x) as
    case when regexp_matches(x, '[0-9０-９]{11}') or has_number(x) then '（含长号码，不保存）'
         when is_address(x) then '（像是住址，不保存）'
         when length(x) > 20 then '（长文字，不保存）'
         else regexp_replace(x, '([0-9０-９]{3})[0-9０-９]{4,}', '\1****', 'g') end;

-- The same of a cell that should hold a day or a number: nobody's name has any business there, so what reads like one is none of ours.
create or replace temp macro masked_figure(x) as case when is_name(x) then '（像是姓名，不保存）' else masked(x) end;
