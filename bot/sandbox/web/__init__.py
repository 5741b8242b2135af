"""The Web API by families, one table of methods each: https://docs.slack.dev/reference/methods."""
