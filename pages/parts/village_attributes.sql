-- What the area ledger says of each village of the township's own.
select area_id, households, residents, location_class from area where level = '村' and not is_published
