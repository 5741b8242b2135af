"""What a person does in the Slack client, and what they see."""
