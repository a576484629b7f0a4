"""A member is called otherwise, or their name is known at last: what shows names, and reads them, follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import minutes, openings
from bot.views import minutes as views
from mentoring.people import Group
from mentoring.sittings import State
from storage import minutes_versions
from storage import sittings as rows
from storage.store import Tx

STILL_READ = timedelta(days=2)      # a post older than this is history, and keeps the name somebody had then


def named(tx: Tx, deps: Deps, groups: Iterable[Group], *, now: datetime) -> None:
    """The meetings' messages, drafts and fresh minutes of a person's groups say their name; drafts read owners by it."""
    for group in groups:
        for sitting in rows.of_group(tx, group.id, limit=2):
            meeting, _ = openings.meeting_of(tx, sitting)
            if sitting.is_open:
                openings.shown_again(tx, meeting, sitting, now)
            elif sitting.state is State.DRAFT:
                minutes.drafted(tx, deps, meeting, group, sitting, now)
            elif sitting.approved and now - sitting.approved < STILL_READ:
                paper, kept = minutes.paper_of(tx, deps, meeting, group, sitting), minutes_versions.latest(tx, meeting.id)
                minutes.edit_letter(tx, f"minutes:{meeting.id}", sitting, views.approved(paper, changed=kept.why), now)
                minutes.edit_letter(tx, f"sitting:{meeting.id}:draft", sitting, minutes.draft(tx, meeting, sitting, paper), now)
