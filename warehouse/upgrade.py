"""Gives the tables of an older snapshot what the schema has gained since: a draft starts as a copy of it."""

import duckdb

COLUMNS = "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database() and table_name in (from (select table_name from duckdb_tables()))"
DECLARED = "select table_name, sql from duckdb_tables()"


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Adds the tables and columns that `schema` declares and the connection's database lacks.

    A column added stands empty: what an earlier version of the program did not read from a file, it did not read. A table that has lost
    a column is laid down anew: only reference data, which every build fills again, ever loses one.
    """
    with duckdb.connect() as fresh:
        fresh.execute(schema)
        statements, wanted = dict(fresh.execute(DECLARED).fetchall()), _columns(fresh)
    held = _columns(connection)
    for table, columns in wanted.items():
        if table not in held or held[table].keys() - columns.keys():
            connection.execute(f'drop table if exists "{table}"')
            connection.execute(statements[table])
        else:
            _add(connection, table, {name: kind for name, kind in columns.items() if name not in held[table]})


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(COLUMNS).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _add(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    for name, kind in columns.items():
        connection.execute(f'alter table "{table}" add column "{name}" {kind}')
