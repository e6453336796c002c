"""数据: what the numbers are made of."""
