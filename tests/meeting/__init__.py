"""The meeting's papers: the brief, its renderings, and what may leave the building."""
