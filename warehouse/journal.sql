-- What people write in the app: one entry each, added and never changed. Run before every write; safe to run again.
begin immediate;

create table if not exists entry (
    id    integer primary key autoincrement,      -- numbers are never used twice
    kind  text not null check (kind <> ''),       -- event, meeting, decision, rebase, target, and what ends one: event_withdrawn, decision_done …
    at    text not null check (at <> ''),
    by    text not null check (by <> ''),
    body  text not null check (json_valid(body))
);

create trigger if not exists entry_is_never_changed before update on entry
begin
    select raise(abort, 'entries are never changed');
end;

create trigger if not exists entry_is_never_deleted before delete on entry
begin
    select raise(abort, 'entries are never deleted');
end;

-- "insert or replace" deletes without the trigger above.
create trigger if not exists entry_is_never_replaced before insert on entry when new.id in (select id from entry)
begin
    select raise(abort, 'entries are never replaced');
end;

commit;
