-- How one cell of text becomes a value (domain vectors: dates, numbers, yes and no). Used by the projection that etl/projection.py compiles.

-- Full-width characters to their plain forms, blanks gone.
create or replace temp macro fold(x) as
    regexp_replace(translate(x, '０１２３４５６７８９：／－．，（）％＋～　＞＜＝−', '0123456789:/-.,()%+~ ><=-'), '[\s\x{00A0}\x{3000}]+', '', 'g');

-- The same, but a blank between date and time stays.
create or replace temp macro fold_moment(x) as
    trim(regexp_replace(translate(x, '０１２３４５６７８９：／－．　', '0123456789:/-. '), '[\s\x{00A0}\x{3000}]+', ' ', 'g'));

-- 二〇二二年三月二十五日 -> 2022年3月25日
create or replace temp macro chinese_digits(x) as
    case when regexp_matches(x, '[〇零一二三四五六七八九十]') then
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            translate(x, '〇零一二三四五六七八九', '00123456789'),
            '([0-9])十([0-9])', '\1\2', 'g'), '([0-9])十', '\10', 'g'), '十([0-9])', '1\1', 'g'), '十', '10', 'g')
    else x end;

-- 44625.354 -> 2022-03-05 08:29:46 (days since 1899-12-30, to the second)
create or replace temp macro serial_moment(x) as
    case when regexp_full_match(x, '[2-7][0-9]{4}(\.[0-9]+)?')
         then timestamp '1899-12-30' + to_seconds(cast(round(cast(x as double) * 86400) as bigint)) end;

create or replace temp macro written_moment(x) as
    coalesce(
        try_strptime(x, ['%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M:%SZ', '%m/%d/%Y %I:%M:%S %p', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%d %I:%M:%S %p', '%Y/%m/%d %I:%M:%S %p', '%Y.%m.%d', '%Y.%m.%d %H:%M', '%Y.%m.%d %H:%M:%S', '%Y%m%d', '%Y%m%d%H%M%S']),
        serial_moment(x),
        try_strptime(replace(replace(chinese_digits(x), '日 ', '日'), ' ', ''),
                     ['%Y年%m月%d日', '%Y年%m月%d日%H:%M', '%Y年%m月%d日%H:%M:%S', '%Y年%m月%d日%H时%M分', '%Y年%m月%d日%H时%M分%S秒', '%Y年%m月%d日%H时']),
        try_strptime(replace(replace(replace(replace(x, ' ', ''), '上午', 'AM'), '下午', 'PM'), '/', '-'),
                     ['%Y-%m-%d%p%I:%M', '%Y-%m-%d%p%I:%M:%S']));

-- The shape is asked first: a cast alone would take 下午 3 点 written as 3:00 PM for the morning.
create or replace temp macro plain_moment(x) as
    case when regexp_full_match(x, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]+)?)?)?') then try_cast(x as timestamp) end;

-- CASE and not COALESCE: only CASE keeps the optimiser from working out the slow forms for every row.
create or replace temp macro moment_of(x) as
    case when x is null then null when plain_moment(x) is not null then plain_moment(x)
         else coalesce(written_moment(fold_moment(x)), plain_moment(fold_moment(x))) end;

-- Whether only the day was written.
create or replace temp macro is_day_only(x, moment) as
    moment = date_trunc('day', moment) and not contains(x, ':') and not contains(x, '：') and not contains(x, '时');

-- A time that stands for nothing: platforms write 1900-01-01 or 9999-12-31 for a blank.
create or replace temp macro is_plausible(moment) as moment >= timestamp '1950-01-01' and moment < timestamp '2100-01-01';

-- Whether a day is later than that of loading. The demonstration and what was published say themselves what they speak of: there it is not asked.
create or replace temp macro is_future(moment) as cast(moment as date) > cast(getvariable('loaded_at') as date);

-- 2026年10月, 2026-10, 202610 or a day of it -> the first of the month. 2026.1 may have been 2026.10 before Excel took it for a number.
create or replace temp macro month_of(x) as
    case when regexp_full_match(fold(x), '(19|20)[0-9]{2}(年|-|/)[0-9]{1,2}(月|月份)?')
         then cast(try_strptime(regexp_replace(fold(x), '[^0-9]+', '-', 'g'), ['%Y-%m', '%Y-%m-']) as date)
         when regexp_full_match(fold(x), '(19|20)[0-9]{4}') then cast(try_strptime(fold(x), '%Y%m') as date)
         else cast(date_trunc('month', moment_of(x)) as date) end;

-- Why a date could not be read.
create or replace temp macro moment_problem(x) as
    case when regexp_full_match(fold(x), '(19|20)[0-9]{2}\.[0-9]{1,2}') then '像年月又像数字，无法判断是哪个月，请写成“2022年3月5日”'
         when regexp_full_match(fold(x), '(19|20)[0-9]{2}(年|-|/)[0-9]{1,2}月?') then '只有年月，没有日'
         when regexp_full_match(fold(x), '([上本当]?月|[0-9]{1,2}月)?[0-9]{1,2}日') then '没有年份'
         when moment_of(x) is not null then '多为空值的占位日期，不能当真'
         else '不是有效日期' end;

-- Periods -------------------------------------------------------------------------------------------------------------------------------

-- 截至二〇二二年六月底 -> 2022年6月
create or replace temp macro period_text(x) as
    regexp_replace(regexp_replace(chinese_digits(fold(x)), '^截[至止][至到]?', ''), '(年|月)年?[底末]$', '\1');

-- 2022年1-6月 -> H1, 1-12 -> the year: the months that make a quarter, a half or a year.
create or replace temp macro months_word(first, last) as
    case first || '-' || last when '1-3' then '-Q1' when '4-6' then '-Q2' when '7-9' then '-Q3' when '10-12' then '-Q4'
         when '1-6' then '-H1' when '7-12' then '-H2' when '1-12' then '' end;

create or replace temp macro months_of(text) as
    regexp_extract(text, '^(?:19|20)[0-9]{2}年0?([0-9]{1,2})月?(?:-|~|—|–|至|到)+0?([0-9]{1,2})月份?$', ['first', 'last']);

create or replace temp macro years_of(text) as
    regexp_extract(text, '^((?:19|20)[0-9]{2})年?度?(?:-|~|—|–|/|至|到)+((?:19|20)[0-9]{2})(?:年度?)?$', ['first', 'last']);

create or replace temp macro period_word(text) as
    case when regexp_full_match(text, '(19|20)[0-9]{2}(\.0+|年度?|年?全年)?') then left(text, 4)
         when regexp_full_match(text, '(19|20)[0-9]{2}(年度?)?(第?[1-4]季度?|-?[Qq][1-4])')
         then left(text, 4) || '-Q' || regexp_extract(text, '([1-4])(季度?)?$', 1)
         when regexp_full_match(text, '(19|20)[0-9]{2}(年度?)?([上下]半年|-?[Hh][12])')
         then left(text, 4) || case when contains(text, '上') or right(text, 1) = '1' then '-H1' else '-H2' end
         when regexp_full_match(text, '(19|20)[0-9]{2}((年|-|/)(0?[1-9]|1[0-2])(月份?)?|\.(0?[1-9]|1[0-2])月份?|(0[1-9]|1[0-2]))')
         then left(text, 4) || '-' || lpad(regexp_extract(substr(text, 5), '[0-9]+'), 2, '0')
         else coalesce(list_transform([years_of(text)], lambda years: case when years.first < years.last then years.first || '/' || years.last end)[1],
                       list_transform([months_of(text)], lambda months: left(text, 4) || months_word(months.first, months.last))[1]) end;

-- 2022 of 2022年度, 2022-Q1 of 2022年一季度, 2022-H1 of 2022上半年, 2022-03 of 2022年3月, 2013/2015 of 2013-2015; a day or anything else -> null.
create or replace temp macro period_of(x) as
    case when x is null then null when regexp_full_match(x, '(19|20)[0-9]{2}') then x
         else list_transform([period_text(x)], lambda text: period_word(text))[1] end;

-- First and last day of a period as period_of writes it.
create or replace temp macro period_start(p) as
    cast(try_strptime(left(p, 4) || '-' || case when p like '%-Q_' then 3 * try_cast(right(p, 1) as integer) - 2
                                                when p like '%-H_' then 6 * try_cast(right(p, 1) as integer) - 5
                                                when regexp_full_match(p, '[0-9]{4}-[0-9]{2}') then try_cast(right(p, 2) as integer) else 1 end, '%Y-%m') as date);

create or replace temp macro period_end(p) as
    cast(case when contains(p, '/') then try_strptime(right(p, 4) || '-12-31', '%Y-%m-%d')
              else period_start(p) + case when p like '%-Q_' then interval 3 month when p like '%-H_' then interval 6 month
                                          when length(p) = 7 then interval 1 month else interval 1 year end - interval 1 day end as date);

create or replace temp macro unread_period(text) as
    case when regexp_full_match(text, '(19|20)[0-9]{2}\.[0-9]{1,2}') then '像年月又像数字，无法判断是哪个月，请写成“2022年3月”'
         when moment_of(text) is not null then '是某一天，不是一个时期，请写成“2022年3月”这样的年、季或月'
         when regexp_matches(text, '(^|[^0-9])(19|20)[0-9]{2}') then '不是一个完整的年、半年、季或月，应写作“2022年”“2022年上半年”“2022年一季度”或“2022年3月”'
         when regexp_matches(text, '[0-9]月|季度|半年|年度|月份|[今去本上当前]年|[0-9]日|[上本当]月') then '没有年份'
         else '不是时期，应写作“2022年”“2022年上半年”“2022年一季度”或“2022年3月”' end;

-- Why a period could not be read; null where it could.
create or replace temp macro period_problem(x) as
    case when x is not null and period_of(x) is null then list_transform([period_text(x)], lambda text: unread_period(text))[1] end;

-- Numbers -------------------------------------------------------------------------------------------------------------------------------
-- Each macro takes the text apart once and hands the parts on: an expression that repeats a regular expression is planned anew for each.

create or replace temp macro number_parts(x) as
    regexp_extract(replace(fold(x), ',', ''),
                   '^([^0-9(负+.-]*)(\(?)(负|-|\+)?([0-9]+(?:\.[0-9]+)?)(\)?)(万亿|千万|百万|十万|万|亿)?(余|多|\+|左右)?(%?)([^0-9]*?(?:m[23])?)(以上|以下|以内|左右|\+)?'
                   || '(?:[-~—–至到]+([0-9]+(?:\.[0-9]+)?)(万|亿)?(%?)([^0-9]*?(?:m[23])?))?$',
                   ['before', 'opened', 'sign', 'digits', 'closed', 'scale', 'after', 'percent', 'unit', 'behind', 'high', 'high_scale', 'high_percent', 'high_unit']);

create or replace temp macro scale_factor(scale) as
    case scale when '' then 1 when '万' then 1e4 when '亿' then 1e8 when '十万' then 1e5 when '百万' then 1e6 when '千万' then 1e7 when '万亿' then 1e12 end;

-- What a word before or behind a number makes of it; null for a word that is none of these.
create or replace temp macro bound_word(word) as
    case word when '' then '' when '约' then 'approx' when '大约' then 'approx' when '近' then 'approx' when '将近' then 'approx' when '接近' then 'approx'
         when '左右' then 'approx' when '余' then 'lower' when '多' then 'lower' when '+' then 'lower' when '以上' then 'lower' when '超过' then 'lower'
         when '超' then 'lower' when '逾' then 'lower' when '至少' then 'lower' when '最少' then 'lower' when '不少于' then 'lower' when '不低于' then 'lower'
         when '多于' then 'lower' when '高于' then 'lower' when '大于' then 'lower' when '≥' then 'lower' when '>=' then 'lower' when '>' then 'lower'
         when '不足' then 'upper' when '不到' then 'upper' when '不超过' then 'upper' when '至多' then 'upper' when '最多' then 'upper' when '少于' then 'upper'
         when '低于' then 'upper' when '小于' then 'upper' when '≤' then 'upper' when '<=' then 'upper' when '<' then 'upper' when '以下' then 'upper'
         when '以内' then 'upper' end;

-- 3千 and 3千余亩: what stands behind the figure is no unit but a part of the number, and it is not taken for 3. So is half a bracket.
create or replace temp macro is_cut(parts) as
    case left(parts.unit, 2) when '千' then true when '百' then true when '十' then true when '千余' then true when '百余' then true when '十余' then true
         when '千多' then true when '百多' then true when '十多' then true when '几' then true when '十几' then true
         else (parts.opened = '') <> (parts.closed = '') end;

create or replace temp macro figure_value(parts) as
    case when parts.digits = '' or parts.high <> '' or is_cut(parts) or bound_word(parts.before) is null then null
         else try_cast(parts.digits as double) * case when parts.sign in ('负', '-') or parts.opened <> '' then -1 else 1 end
              * scale_factor(parts.scale) / case when parts.percent = '%' then 100 else 1 end end;

-- 5-10万 is 50000 to 100000, 5000-1万 is 5000 to 10000; 10-15% is 0.10 to 0.15. 2022-03 falls, and 0936-8221234 is a telephone.
create or replace temp macro figure_range(parts) as
    case when parts.high <> '' and parts.sign || parts.opened = '' and bound_word(parts.before) is not null and not regexp_matches(parts.digits, '^0[0-9]') then
        list_transform([[try_cast(parts.digits as double)
                         * scale_factor(case when parts.scale = '' and try_cast(parts.digits as double) < try_cast(parts.high as double) then parts.high_scale else parts.scale end)
                         / case when parts.percent || parts.high_percent = '' then 1 else 100 end,
                         try_cast(parts.high as double) * scale_factor(parts.high_scale) / case when parts.percent || parts.high_percent = '' then 1 else 100 end]],
                       lambda ends: case when ends[1] < ends[2] then ends end)[1] end;

-- 三十二 -> 32: words below a hundred, and nothing beside them.
create or replace temp macro spoken_number(x) as
    case when regexp_full_match(x, '[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?') then try_cast(chinese_digits(x) as double) end;

-- 1,200 -> 1200; 3.3万平方米 -> 33000; 95.6％ -> 0.956; (123) -> -123; a range or a word -> null
create or replace temp macro number_of(x) as
    case when x is null then null when regexp_full_match(x, '[0-9]{1,15}(\.[0-9]+)?') then cast(x as double)
         when regexp_matches(x, '[0-9０-９]') then list_transform([number_parts(x)], lambda parts: figure_value(parts))[1]
         else spoken_number(x) end;

-- Both ends of a range, null where the text is none.
create or replace temp macro number_ends(x) as
    case when x is null or regexp_full_match(x, '[0-9.]*') then null else list_transform([number_parts(x)], lambda parts: figure_range(parts))[1] end;

create or replace temp macro number_low(x) as number_ends(x)[1];

create or replace temp macro number_high(x) as number_ends(x)[2];

create or replace temp macro figure_bound(parts) as
    case when parts.digits = '' then '' when parts.high <> '' then case when figure_range(parts) is null then '' else 'range' end
         when parts.before <> '' then coalesce(bound_word(parts.before), '')
         when parts.after <> '' then bound_word(parts.after) else bound_word(parts.behind) end;

-- approx, lower, upper or range where the text says so, else ''
create or replace temp macro number_bound(x) as
    case when x is null or regexp_full_match(x, '[0-9.]+') then ''
         else list_transform([number_parts(x)], lambda parts: figure_bound(parts))[1] end;

create or replace temp macro flag_of(x) as
    case when x is null then null when x in ('是', '1') then true when x in ('否', '0') then false
         when list_contains(['√', '✓', 'y', 'yes', 'true', '1', '是', '有', '已', '同意', '批准', '已批准', '通过', '已通过', '已回访'], lower(fold(x))) then true
         when list_contains(['×', 'x', 'n', 'no', 'false', '0', '否', '无', '未', '不同意', '未批准', '不通过', '未回访'], lower(fold(x))) then false end;

-- What kind of row this is, by its first filled cell.
create or replace temp macro row_kind(first_cell, filled) as
    case when first_cell is null then 'blank'
         when not regexp_matches(first_cell, '[计均汇制:：、）)]|全\s*镇') then 'data'
         when regexp_full_match(fold(first_cell), '(本页|本月|本季|本年|面积|全镇|全村|年度)?(合计|小计|总计|累计|平均|汇总)([:：=].*|[0-9.,]+.*)?|全镇|年度累计') then 'total'
         when regexp_matches(fold(first_cell), '^(制表人|填表人|填报人|制表|填表|审核人|审核|签发人|签发|单位负责人|负责人|复核人|经办人|统计人|备注|说明|填表说明|注|填报日期|制表日期|填报单位)(\(.*\))?[:：]')
              or regexp_matches(fold(first_cell), '^.{2,20}制$') then 'footer'
         when filled = 1 and regexp_matches(fold(first_cell), '^([一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)])') then 'section'
         else 'data' end;

-- What Excel shows in a cell whose formula fails.
create or replace temp macro is_formula_error(x) as
    starts_with(x, '#') and regexp_full_match(x, '#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!)');

create or replace temp macro formula_problem(x) as
    case when is_formula_error(x) then '单元格是公式错误（' || x || '），请改成实际内容' end;
