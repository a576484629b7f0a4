"""A pretend Slack on loopback, for the demo, the tests and whoever wants to see what the bot says."""

from sandbox.server import Sandbox

__all__ = ["Sandbox"]
