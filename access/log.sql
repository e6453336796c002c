-- What was done: one line each, added and never changed. Run before every write; safe to run again.
begin immediate;

create table if not exists line (
    id       integer primary key autoincrement,
    at       text not null check (at <> ''),
    account  text not null,      -- 本机 and 命令行 where nobody signed in
    address  text not null,      -- 本机, 内网 or 外网, never the address itself
    what     text not null check (what <> ''),
    detail   text not null
);

create trigger if not exists line_is_never_changed before update on line
begin
    select raise(abort, 'lines are never changed');
end;

create trigger if not exists line_is_never_deleted before delete on line
begin
    select raise(abort, 'lines are never deleted');
end;

-- "insert or replace" deletes without the trigger above.
create trigger if not exists line_is_never_replaced before insert on line when new.id in (select id from line)
begin
    select raise(abort, 'lines are never replaced');
end;

commit;
