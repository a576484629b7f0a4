"""What the bot says: pure functions from facts to Block Kit. No queries, no clock, no deps."""
