-- How one cell of text becomes a value (domain vectors: dates, numbers, yes and no). Used by the projection that etl/projection.py compiles.

-- Full-width characters to their plain forms, blanks gone.
create or replace temp macro fold(x) as
    regexp_replace(translate(x, '０１２３４５６７８９：／－．，（）％＋～　＞＜＝　', '0123456789:/-.,()%+~ ><= '), '[\s\x{00A0}\x{3000}]+', '', 'g');

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
        try_strptime(x, ['%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%d %I:%M:%S %p', '%Y/%m/%d %I:%M:%S %p', '%Y.%m.%d', '%Y.%m.%d %H:%M', '%Y.%m.%d %H:%M:%S', '%Y%m%d', '%Y%m%d%H%M%S']),
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
create or replace temp macro is_plausible(moment) as moment >= timestamp '1990-01-01' and moment < timestamp '2100-01-01';

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
         when regexp_full_match(fold(x), '[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}日') then '没有年份'
         when moment_of(x) is not null then '多为空值的占位日期，不能当真'
         else '不是有效日期' end;

create or replace temp macro number_parts(x) as
    regexp_extract(replace(replace(fold(x), ',', ''), '，', ''),
                   '^(约|近|不足|超过|超|≥|>=|>|≤|<=|<)?(\(?)(负|-)?([0-9]+(?:\.[0-9]+)?)(\)?)(万|亿)?(余|多|\+|左右)?(%?)([^0-9]*)$',
                   ['before', 'opened', 'sign', 'digits', 'closed', 'scale', 'after', 'percent', 'unit']);

-- 1,200 -> 1200; 3.3万平方米 -> 33000; 95.6％ -> 0.956; (123) -> -123; a range or a word -> null
create or replace temp macro number_of(x) as
    case when x is null then null when regexp_full_match(x, '[0-9]{1,15}(\.[0-9]+)?') then cast(x as double) else
    try_cast(nullif(number_parts(x).digits, '') as double)
    * case when number_parts(x).sign <> '' or number_parts(x).opened <> '' then -1 else 1 end
    * case number_parts(x).scale when '万' then 10000 when '亿' then 100000000 else 1 end
    / case when number_parts(x).percent = '%' then 100 else 1 end end;

-- approx, lower or upper where the text says so, else ''
create or replace temp macro number_bound(x) as
    case when x is null or regexp_full_match(x, '[0-9.]+') then '' when number_parts(x).before in ('约', '近') or number_parts(x).after = '左右' then 'approx'
         when number_parts(x).before in ('超过', '超', '≥', '>=', '>') or number_parts(x).after in ('余', '多', '+') then 'lower'
         when number_parts(x).before in ('不足', '≤', '<=', '<') then 'upper' else '' end;

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

-- Values of rejected cells are stored short, without long runs of digits, and not at all where a phone or ID number may stand beside a name.
create or replace temp macro masked(x) as
    case when regexp_matches(x, '[0-9]{11}') then '（含长号码，不保存）' else left(regexp_replace(x, '([0-9]{3})[0-9]{4,}', '\1****', 'g'), 40) end;
