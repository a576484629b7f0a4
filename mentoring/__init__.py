"""The rules of a peer-mentorship group: frozen facts in, facts out. Standard library only; no clock, no store, no Slack."""
