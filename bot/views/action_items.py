"""PLACEHOLDER by the lead, uncommitted: helper ACTIONS overwrites this file."""


def one_line(item, names, *, now, tz):
    return ""
