"""What the bot can do: one use case, one function, one transaction. The clock is read once in each."""
