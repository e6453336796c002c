-- Accounts, their sessions, and who failed how often. Run whenever the file is opened to be written; safe to run again.
create table if not exists account (
    name        text primary key,
    role        text not null check (role in ('查看', '管理')),
    salt        blob not null,
    cost        integer not null,        -- n of scrypt
    block       integer not null,        -- r of scrypt
    parallel    integer not null,        -- p of scrypt
    digest      blob not null,
    changed_at  text not null
);

create table if not exists session (
    token       text primary key,        -- a digest: who reads this file cannot sign in with it
    account     text not null references account (name) on delete cascade,
    started_at  real not null,
    used_at     real not null
);

create table if not exists failure (
    subject       text primary key,      -- a keyed digest of an account's name or of an address, never either itself
    count         integer not null,
    last_at       real not null,
    locked_until  real not null,
    refused       integer not null default 0
);

create table if not exists secret (
    name   text primary key,
    value  blob not null
);
