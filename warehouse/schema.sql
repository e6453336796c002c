-- Every table of a snapshot. Facts hold each accepted row of each live batch; what the board reads is derived from them (derive/*.sql).

-- One row a sheet that was loaded.
create table import_batch (
    batch_id          varchar primary key,
    file_name         varchar not null,
    file_sha256       varchar not null,
    sheet             varchar not null,
    source            varchar not null,            -- contract name
    mapping           varchar not null,            -- '' where the contract's own aliases were enough
    contract_version  integer not null,
    ledger            varchar not null,            -- the platform or book the rows belong to
    data_class        varchar not null check (data_class in ('real', 'published', 'synthetic')),
    cutoff_on         date,                        -- the day the file speaks for; end of that day
    cutoff_basis      varchar not null,            -- given | title | file_name | latest_value
    loaded_at         timestamp not null,
    encoding          varchar not null,
    header_row        integer not null,            -- as Excel shows it
    columns_present   varchar[] not null,          -- contract columns the sheet has
    dropped_columns   varchar[] not null,          -- headers dropped for privacy
    unknown_columns   varchar[] not null,
    rows_read         bigint not null,
    rows_accepted     bigint not null,
    rows_rejected     bigint not null,
    rows_skipped      bigint not null,
    skipped           varchar not null,            -- JSON object: reason -> count
    control_totals    varchar not null,            -- JSON list of the 合计 rows beside our own sums
    new_rows          bigint not null,
    changed_rows      bigint not null,
    unchanged_rows    bigint not null,
    records           bigint not null,             -- rows in the fact table: a sheet row may give several, several rows may give one
    rejected_cells    bigint not null,             -- cells left empty in rows that were accepted
    check (rows_read = rows_accepted + rows_rejected + rows_skipped)
);

-- What was wrong with which cell. Values are masked before they come here.
create table row_issue (
    batch_id      varchar not null,
    source_sheet  varchar not null,
    source_row    bigint not null,
    column_name   varchar not null,
    value         varchar,
    message       varchar not null,
    severity      varchar not null check (severity in ('error', 'warn'))
);

-- 诉求 and 纠纷, one row a case and batch.
create table case_record (
    batch_id              varchar not null,
    source_sheet          varchar not null,
    source_row            bigint not null,
    data_class            varchar not null,
    flags                 varchar not null,        -- comma-separated codes, '' where none
    ledger_kind           varchar not null,        -- appeal | dispute
    ledger                varchar not null,
    key_hash              ubigint not null,        -- hash of ledger and case_id, for joins only
    content_hash          ubigint not null,        -- hash of every contract column
    case_id               varchar not null,
    matter_key            varchar,                 -- what tells one matter of a village, where the file says so
    matter_id             varchar,
    source_channel        varchar,
    entry_mode            varchar,                 -- dispute: 主动调解 依申请调解 委托移送调解
    appeal_kind           varchar,
    category_1            varchar,
    category_2            varchar,
    category_3            varchar,
    county                varchar,
    town                  varchar,
    village               varchar,
    grid                  varchar,
    received_at           timestamp not null,
    received_is_day       boolean not null,        -- only the day is known
    dispatched_at         timestamp,
    signed_at             timestamp,
    first_contact_at      timestamp,
    is_reply_wanted       boolean,
    notified_at           timestamp,               -- the petitioner was told whether it is taken up
    accepted_at           timestamp,               -- dispute: mediation taken on
    started_at            timestamp,               -- dispute: mediation begun
    due_at                timestamp,               -- a date-only deadline is stored as the last microsecond of its day
    ext_due_at            timestamp,               -- the same
    is_ext_approved       boolean,
    ext_approved_at       timestamp,
    first_closed_at       timestamp,               -- of a case that was opened again
    reopened_at           timestamp,
    closed_at             timestamp,
    closed_is_day         boolean,                 -- only the day is known
    status                varchar not null,        -- new open open_ext open_hold redo returned excluded closed unknown
    exclude_reason        varchar,
    excluded_at           timestamp,
    handler_unit          varchar,
    handled_level         varchar,                 -- 网格 社 村 镇 县及以上 司法
    resolved              varchar,                 -- 解决 部分解决 未解决 不适用 未核
    satisfaction          varchar,                 -- 非常满意 满意 基本满意 一般 不满意 非常不满意 未评价
    is_revisited          boolean,
    revisited_at          timestamp,
    redo_count            integer,
    is_repeat             boolean,
    is_on_time_reported   boolean,                 -- the platform's own word
    is_overdue_reported   boolean,                 -- the platform's own word
    outcome               varchar,                 -- dispute: 成功 不成 撤回 移送上级 诉讼 在调
    agreement_form        varchar,                 -- dispute: 书面 口头 未达成
    perform_due_at        timestamp,               -- dispute: by when the agreement is to be carried out
    performance           varchar,                 -- dispute: 已履行 部分履行 未履行
    performed_at          timestamp,
    confirmed_at          timestamp,               -- dispute: confirmed by the court
    is_recurred           boolean,                 -- dispute: broke out again
    recurred_at           timestamp
);

-- Monthly totals of a town that has no list of cases: never added to rows of cases.
create table appeal_stat_record (
    batch_id            varchar not null,
    source_sheet        varchar not null,
    source_row          bigint not null,
    data_class          varchar not null,
    flags               varchar not null,
    ledger              varchar not null,
    key_hash            ubigint not null,
    content_hash        ubigint not null,
    month_on            date not null,             -- first day of the month
    town                varchar,
    village             varchar,
    source_channel      varchar,
    received_count      integer,
    due_count           integer,
    closed_count        integer,
    on_time_count       integer,
    assessed_count      integer,
    resolved_count      integer,
    revisited_count     integer,
    evaluated_count     integer,
    satisfied_count     integer,
    dissatisfied_count  integer,
    redone_count        integer,
    extended_count      integer,
    open_count          integer,
    overdue_open_count  integer
);

-- The tree of 镇 / 村 / 社 / 网格, one row a node and batch.
create table area_record (
    batch_id         varchar not null,
    source_sheet     varchar not null,
    source_row       bigint not null,
    data_class       varchar not null,
    flags            varchar not null,
    ledger           varchar not null,
    key_hash         ubigint not null,
    content_hash     ubigint not null,
    county           varchar,
    town             varchar not null,
    village          varchar,
    village_group    varchar,                      -- 社 / 组
    grid             varchar,
    households       integer,
    residents        integer,
    residents_basis  varchar,                      -- 户籍 常住 未注明
    location_class   varchar,                      -- 近郊 一般 偏远
    aliases          varchar                       -- other ways the name is written, separated by 、
);

-- The ledgers that state figures of a place. derive/8_ledger.sql says which row holds when, and where.

-- Income of the residents of a place, one row a period, source of the figure and definition.
create table income_record (
    batch_id         varchar not null,
    source_sheet     varchar not null,
    source_row       bigint not null,
    source_part      smallint not null,            -- which of the records that its sheet row gives
    source_rows      integer not null,             -- sheet rows added up in it
    data_class       varchar not null,
    flags            varchar not null,             -- comma-separated codes, '' where none
    ledger           varchar not null,
    key_hash         ubigint not null,
    subject_hash     ubigint not null,             -- hash of what the row is about within its place, whichever file says it
    content_hash     ubigint not null,
    raw              varchar,                      -- JSON object: column -> number as it was written, with its unit
    county           varchar,
    town             varchar,
    village          varchar,
    period           varchar,                      -- 2022 2022-Q1 2022-H1 2022-03 2013/2015
    period_start_on  date,
    period_end_on    date,
    basis            varchar,                      -- 住户抽样调查 农经报表 村级上报 脱贫户台账 未注明
    definition       varchar,                      -- 可支配收入 纯收入 未注明
    disposable_yuan  double,
    wage_yuan        double,
    business_yuan    double,
    property_yuan    double,
    transfer_yuan    double
);

-- The village collective's economy, one row a period.
create table collective_record (
    batch_id                varchar not null,
    source_sheet            varchar not null,
    source_row              bigint not null,
    source_part             smallint not null,
    source_rows             integer not null,
    data_class              varchar not null,
    flags                   varchar not null,
    ledger                  varchar not null,
    key_hash                ubigint not null,
    subject_hash            ubigint not null,
    content_hash            ubigint not null,
    raw                     varchar,
    county                  varchar,
    town                    varchar,
    village                 varchar,
    period                  varchar,
    period_start_on         date,
    period_end_on           date,
    operating_income_yuan   double,
    contract_income_yuan    double,
    investment_income_yuan  double,
    subsidy_income_yuan     double,
    other_income_yuan       double,
    total_income_yuan       double,
    operating_expense_yuan  double,
    admin_expense_yuan      double,
    other_expense_yuan      double,
    total_expense_yuan      double,
    surplus_yuan            double,
    operating_surplus_yuan  double,
    assets_yuan             double,
    debt_yuan               double
);

-- Infrastructure projects, one row a project.
create table project_record (
    batch_id                   varchar not null,
    source_sheet               varchar not null,
    source_row                 bigint not null,
    source_part                smallint not null,
    source_rows                integer not null,
    data_class                 varchar not null,
    flags                      varchar not null,
    ledger                     varchar not null,
    key_hash                   ubigint not null,
    subject_hash               ubigint not null,
    content_hash               ubigint not null,
    raw                        varchar,
    county                     varchar,
    town                       varchar,
    village                    varchar,
    project_id                 varchar,
    project_name               varchar not null,
    project_type               varchar,
    status                     varchar,            -- 未开工 在建 完工 停工 取消 未注明
    planned_span               varchar,
    planned_span_start_on      date,
    planned_span_end_on        date,
    planned_start_on           timestamp,
    planned_finish_on          timestamp,
    started_on                 timestamp,
    finished_on                timestamp,
    accepted_on                timestamp,
    planned_investment_yuan    double,
    completed_investment_yuan  double,
    year_plan_yuan             double,
    year_completed_yuan        double,
    progress_percent           double,
    fund_source                varchar,
    responsible_unit           varchar,
    benefit_households         integer
);

-- What stands or was built, one row an item and period; 存量 and 增量 are never one number.
create table facility_record (
    batch_id         varchar not null,
    source_sheet     varchar not null,
    source_row       bigint not null,
    source_part      smallint not null,
    source_rows      integer not null,
    data_class       varchar not null,
    flags            varchar not null,
    ledger           varchar not null,
    key_hash         ubigint not null,
    subject_hash     ubigint not null,
    content_hash     ubigint not null,
    raw              varchar,
    county           varchar,
    town             varchar,
    village          varchar,
    period           varchar,
    period_start_on  date,
    period_end_on    date,
    item             varchar,
    quantity_kind    varchar,                      -- 存量 增量 未注明
    quantity         double,
    quantity_unit    varchar,                      -- what quantity counts in
    unit_written     varchar
);

-- Planting, livestock, facilities, labour and posts, one row an item and period.
create table industry_record (
    batch_id                varchar not null,
    source_sheet            varchar not null,
    source_row              bigint not null,
    source_part             smallint not null,
    source_rows             integer not null,
    data_class              varchar not null,
    flags                   varchar not null,
    ledger                  varchar not null,
    key_hash                ubigint not null,
    subject_hash            ubigint not null,
    content_hash            ubigint not null,
    raw                     varchar,
    county                  varchar,
    town                    varchar,
    village                 varchar,
    period                  varchar,
    period_start_on         date,
    period_end_on           date,
    category                varchar,               -- 种植 养殖 设施 劳务 公益岗 其他 未注明
    item                    varchar,
    scope                   varchar,               -- 全村 脱贫户 未注明
    span                    varchar,               -- 当期 累计: a running total stands in no sum
    is_subset               boolean,               -- 其中: part of another row, in no sum
    area_mu                 double,
    yield_kg                double,
    yield_per_mu_kg         double,
    output_value_yuan       double,
    facility_count          double,
    facility_area_mu        double,
    opening_stock_count     double,
    added_count             double,
    slaughtered_count       double,
    died_count              double,
    closing_stock_count     double,
    breeding_count          double,
    meat_kg                 double,
    labour_county_count     double,
    labour_province_count   double,
    labour_outside_count    double,
    labour_count            double,
    labour_income_yuan      double,
    post_count              double,
    driven_household_count  double
);

-- The village in numbers, one row a period.
create table profile_record (
    batch_id                varchar not null,
    source_sheet            varchar not null,
    source_row              bigint not null,
    source_part             smallint not null,
    source_rows             integer not null,
    data_class              varchar not null,
    flags                   varchar not null,
    ledger                  varchar not null,
    key_hash                ubigint not null,
    subject_hash            ubigint not null,
    content_hash            ubigint not null,
    raw                     varchar,
    county                  varchar,
    town                    varchar,
    village                 varchar,
    period                  varchar,
    period_start_on         date,
    period_end_on           date,
    residents_basis         varchar,               -- 户籍 常住 未注明
    household_count         double,
    resident_count          double,
    group_count             double,
    labour_force_count      double,
    party_member_count      double,
    female_member_count     double,
    mobile_member_count     double,
    party_branch_count      double,
    party_group_count       double,
    core_household_count    double,
    grid_count              double,
    grid_staff_count        double,
    grid_party_group_count  double,
    volunteer_team_count    double,
    position_count          double,
    council_member_count    double,
    arable_mu               double,
    transferred_mu          double
);

-- Meetings, lectures, services and returns: either one of them (held_on) or a period's total (period). Headcounts only.
create table activity_record (
    batch_id         varchar not null,
    source_sheet     varchar not null,
    source_row       bigint not null,
    source_part      smallint not null,
    source_rows      integer not null,
    data_class       varchar not null,
    flags            varchar not null,
    ledger           varchar not null,
    key_hash         ubigint not null,
    subject_hash     ubigint not null,
    content_hash     ubigint not null,
    raw              varchar,
    county           varchar,
    town             varchar,
    village          varchar,
    serial_id        varchar,
    branch           varchar,
    period           varchar,
    period_start_on  date,
    period_end_on    date,
    held_on          timestamp,
    kind             varchar,
    planned_count    double,
    held_count       double,
    due_persons      double,
    present_persons  double,
    person_times     double,
    hours            double,
    topic_count      double,
    item_count       double,
    done_count       double,
    on_time_count    double,
    returned_count   double,
    missing_count    double,
    group_count      double,
    due_on           timestamp,
    done_on          timestamp
);

-- Published facts, one row a figure or milestone, with the words it was taken from.
create table fact_record (
    batch_id        varchar not null,
    source_sheet    varchar not null,
    source_row      bigint not null,
    source_part     smallint not null,
    source_rows     integer not null,
    data_class      varchar not null,
    flags           varchar not null,
    ledger          varchar not null,
    key_hash        ubigint not null,
    subject_hash    ubigint not null,
    content_hash    ubigint not null,
    raw             varchar,
    county          varchar,
    town            varchar,
    village         varchar,
    fact_id         varchar not null,
    fact_kind       varchar,                       -- 数据 里程碑
    domain          varchar,
    code            varchar,
    fact_name       varchar,
    quantity        double,
    quantity_unit   varchar,
    unit_written    varchar,
    value_written   varchar,
    period_written  varchar,                       -- null: not stated
    quotation       varchar not null,
    qa_codes        varchar,
    qa_reason       varchar
);

-- Consumer prices, the year before = 100.
create table price_index_record (
    batch_id             varchar not null,
    source_sheet         varchar not null,
    source_row           bigint not null,
    source_part          smallint not null,
    source_rows          integer not null,
    data_class           varchar not null,
    flags                varchar not null,
    ledger               varchar not null,
    key_hash             ubigint not null,
    subject_hash         ubigint not null,
    content_hash         ubigint not null,
    raw                  varchar,
    county               varchar,
    period               varchar,
    period_start_on      date,
    period_end_on        date,
    scope                varchar,                  -- 农村 城镇 全体
    index_last_year_100  double not null
);

-- How often a branch is to do what, from data/reference/activity_rule.toml.
create table activity_rule (
    kind         varchar primary key,              -- as in activity_record
    months       integer not null,                 -- one is due every so many months
    per          varchar not null check (per in ('branch', 'party_group')),
    label        varchar not null,
    basis        varchar not null,
    is_in_force  boolean not null
);

-- Other ways to write a village's name, from the journal.
create table village_alias (
    area_id varchar not null,
    alias   varchar not null
);

-- Time limits, from data/reference/deadline_rule.toml and what the town wrote over it.
create table deadline_rule (
    rule           varchar primary key,
    ledger_kind    varchar not null,               -- appeal | dispute
    measure        varchar not null check (measure in (
        'close', 'start', 'sign', 'respond', 'notify', 'extend_max', 'objection', 'review', 'recheck', 'judicial_confirm', 'answer', 'due_soon')),
    source_channel varchar,                        -- null: any
    appeal_kind    varchar,                        -- null: any
    amount         integer not null,
    unit           varchar not null check (unit in ('working', 'calendar', 'hour', 'second')),
    starts_from    varchar not null,               -- the column the time runs from
    label          varchar not null,
    basis          varchar not null,
    is_in_force    boolean not null
);

-- One row a day. working_ordinal counts the working days up to and including the day.
create table calendar_day (
    day             date primary key,
    is_working_day  boolean not null,
    working_ordinal integer not null,
    basis           varchar not null,
    is_covered      boolean not null               -- false: no arrangement of holidays is known for the year, weekends stand in
);
