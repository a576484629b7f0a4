"""Slack knocks here. A handler reads, makes one service call, and answers; it never talks to Slack itself."""
