"""研判: what it means, and for whom."""
