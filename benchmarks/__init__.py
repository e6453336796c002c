"""Speed, memory and crash trials; never part of the timed tests."""
