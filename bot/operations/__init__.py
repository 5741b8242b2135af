"""What can be done: plain functions on the database that take the actor and never commit."""
