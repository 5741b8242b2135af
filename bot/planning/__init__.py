"""Arithmetic of planning: no database, no Slack, no clock."""
