import duckdb
import pytest


@pytest.fixture
def connection():
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    yield connection
    connection.close()
