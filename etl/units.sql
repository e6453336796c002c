-- How a unit is looked up, and how a number changes its unit. units.py puts the table and the rules of units.toml beside it.

-- Lower case, half-width, without blanks, brackets and what the table is written with.
create or replace temp macro unit_key(u) as translate(lower(u), '％／ 　()（）|=', '%/');

-- What the table says of a unit, `dimension=canonical=factor=`; null where it is unknown.
create or replace temp macro unit_entry(u) as
    case when unit_key(u) <> '' and contains(unit_table(), '|' || unit_key(u) || '=')
         then substr(unit_table(), strpos(unit_table(), '|' || unit_key(u) || '=') + length(unit_key(u)) + 2, 80) end;

create or replace temp macro unit_dimension(u) as split_part(unit_entry(u), '=', 1);

create or replace temp macro unit_canonical(u) as split_part(unit_entry(u), '=', 2);

create or replace temp macro unit_factor(u) as cast(split_part(unit_entry(u), '=', 3) as double);

-- Conversion.

-- 5个月 counts months, and 300(亩) is 300亩.
create or replace temp macro unit_tail(text) as
    case when text in ('个月', '个小时', '个工作日', '个百分点', '个人', '个人次') then substr(text, 2) else ltrim(text, '(') end;

-- A percentage is a share already when number_of has read it, so its unit is that of shares.
create or replace temp macro figure_unit(parts) as
    case when parts.percent = '%' or parts.high_percent = '%' then '比率'
         else list_transform([unit_tail(case when parts.high <> '' then coalesce(nullif(parts.high_unit, ''), parts.unit) else parts.unit end)],
                             lambda tail: coalesce(known_unit(tail), nullif(tail, '')))[1] end;

-- The unit that stands with a number: the longest one known, without the noun behind it (6个社 -> 个); one that nobody knows as it is written.
create or replace temp macro unit_of(x) as
    case when x is null or regexp_full_match(x, '[0-9.]*') then null
         else list_transform([number_parts(x)], lambda parts: figure_unit(parts))[1] end;

-- What converting takes: the units asked about, as the table has them.
create or replace temp macro unit_pair(u, wanted) as
    {'given': unit_key(u), 'wanted': unit_key(wanted), 'from': split_part(unit_entry(u), '=', 1), 'to': split_part(unit_entry(wanted), '=', 1),
     'given_factor': cast(split_part(unit_entry(u), '=', 3) as double), 'wanted_factor': cast(split_part(unit_entry(wanted), '=', 3) as double)};

create or replace temp macro pair_problem(pair, u, wanted, context) as
    case when pair."from" is null then '不认得单位“' || left(u, 20) || '”'
         when unit_refusal(pair, context) is not null then unit_refusal(pair, context)
         when pair.given = pair.wanted then null
         when unit_doubt(pair, context) is not null then unit_doubt(pair, context)
         when pair.wanted is null or unit_bridge(pair, context) is not null then null
         else '单位“' || u || '”不能换算成“' || wanted || '”' end;

-- Why a number in this unit cannot be had in the one wanted: a sentence, or null. Without a unit wanted, in the canonical one.
create or replace temp macro unit_problem(u, wanted, context) as
    case when u is not null then list_transform([unit_pair(u, wanted)], lambda pair: pair_problem(pair, u, wanted, context))[1] end;

-- The number in the unit wanted (without one in the canonical unit); null where it cannot be had. A number without a unit is taken as it is.
create or replace temp macro converted(number, u, wanted, context) as
    case when u is null then number else list_transform([unit_pair(u, wanted)], lambda pair:
        case when pair_problem(pair, u, wanted, context) is not null then null
             when pair.given = pair.wanted then number
             else round(number * pair.given_factor * coalesce(unit_bridge(pair, context), 1) / coalesce(pair.wanted_factor, 1), 9) end)[1] end;

-- 2.5万 in a column of 万元: is it 25000 yuan or 2.5万 times 万元? A cell with a unit of its own (2.5万元) is clear.
create or replace temp macro scale_clash(x, header_unit) as
    case when regexp_matches(unit_key(header_unit), '^[万亿千百]') and not regexp_matches(unit_key(header_unit), '^(千克|千米|千瓦|千伏安|百分点)')
         then coalesce(list_transform([number_parts(x)], lambda parts: parts.scale || parts.high_scale <> '' and parts.unit || parts.high_unit || parts.percent = '')[1], false)
         else false end;
