"""Streamlit pages; one folder down each, so that the legacy menu never finds them."""
