"""Stationmaster: a Slack bot for project and program management."""
