-- Who reported what up to when: one row a ledger, kind of ledger and place, as ledger_book has it, with the newest word of all on each.
select source, ledger, area_id, village, first_on, known_to, records from ledger_book where source not in ('fact', 'price_index')
order by source, ledger, area_id
