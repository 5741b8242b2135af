"""How fast it is, in ratios of one run: `python -m tests.bench`. Nothing here is a test."""
