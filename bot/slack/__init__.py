"""Slack's side of the house: the edge, the grammar, and a table of handlers for each noun."""
