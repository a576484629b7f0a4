"""How fast the bot is, as ratios: both sides in turn inside one run, because the machine itself swings by a factor of two.

``python -m benchmarks`` runs everything, ``python -m benchmarks p1 p6`` some of it, ``--quick`` a shorter version.
The load and a fake Slack run in this process on one core, each bot in a process of its own on another.
"""
