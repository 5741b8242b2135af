"""A strict little Slack on loopback: it refuses what Slack refuses, for trials and for tests.

`local.start` is the way in for tests, `server.running` for programs. Nothing here knows the bot.
"""
