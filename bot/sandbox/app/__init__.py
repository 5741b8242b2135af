"""The way to the app: events, interactions and commands, over HTTP or Socket Mode."""
