-- Every amount of income as it was written, in 元 and large enough that its last two digits could be any: whole hundreds among them.
with amount as (
    unpivot (select batch_id, source_row, source_part, 'income' as source, ledger, basis as source_channel, raw,
                    disposable_yuan, wage_yuan, business_yuan, property_yuan, transfer_yuan from income_record)
    on disposable_yuan, wage_yuan, business_yuan, property_yuan, transfer_yuan into name amount_name value amount_yuan
    union all by name
    unpivot (select batch_id, source_row, source_part, 'collective' as source, ledger, cast(null as varchar) as source_channel, raw,
                    operating_income_yuan, contract_income_yuan, investment_income_yuan, subsidy_income_yuan, other_income_yuan from collective_record)
    on operating_income_yuan, contract_income_yuan, investment_income_yuan, subsidy_income_yuan, other_income_yuan into name amount_name value amount_yuan),
written as (
    select v.file_name, b.sheet as source_sheet, a.source_row, a.batch_id, a.source, v.area_id, a.ledger, a.source_channel, v.first_on, a.amount_name, a.amount_yuan,
           coalesce(json_extract_string(a.raw, '$.' || a.amount_name), '') as as_written
    from amount a join ledger_version v using (source, batch_id, source_row, source_part) join import_batch b using (batch_id)
    where v.known_until = timestamp '9999-12-31 23:59:59.999999' and b.data_class <> 'published' and v.first_on >= cast($start_at as date)
          and v.first_on < cast($end_at as date) and ($area is null or v.area_id = $area or starts_with(v.area_id, $area || '/'))),
rounded as (
    select *, amount_yuan % $multiple_yuan = 0 as is_flagged, 1.0 / $multiple_yuan as expected
    from written where ends_with(as_written, '元') and not ends_with(as_written, '万元') and abs(amount_yuan) >= $least_yuan),
every_amount as (select *, false as is_flagged, 0.0 as expected from written)
{wanted}
