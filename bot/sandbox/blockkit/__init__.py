"""Block Kit's rules: what Slack takes of blocks, elements, messages and views."""
