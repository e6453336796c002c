"""DuckDB snapshots: build, publish, open, roll back."""
