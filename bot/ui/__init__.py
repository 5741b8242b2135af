"""Objects in, Block Kit out: pure functions that build what people see."""
