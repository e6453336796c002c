"""What leaves the building: figures and words. Knows nothing of Streamlit."""
