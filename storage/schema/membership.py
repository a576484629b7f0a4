"""How people come into a group and out of it: candidacies, ballots, terms, the yearly round, and who is not in the channel."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of, partial

# One row a way towards a group. An open one (``settled`` is null) is unique for a person and a group. ``since``: on the waiting list from
# then on. ``until``: when a vote closes or an invitation lapses. ``yes`` and ``no`` are all that is kept of a vote: a ballot has no choice.
candidacies = Table(
    "candidacies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("origin", String(9), nullable=False),
    Column("state", String(9), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("why", String(1000), nullable=False, info=PERSONAL),
    Column("created", Instant, nullable=False),
    Column("since", Instant),
    Column("until", Instant),
    Column("yes", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    one_of("origin", "invited", "asked", "nominated"),
    one_of("state", "asked", "voting", "waiting", "invited", "joined", "declined", "refused", "lapsed", "withdrawn"),
)
partial("ix_candidacies_open", candidacies.c.group_id, candidacies.c.person_id, unique=True, where=candidacies.c.settled.is_(None))
Index("ix_candidacies_person_id", candidacies.c.person_id)

ballots = Table(
    "ballots",
    metadata,
    Column("candidacy_id", Id, ForeignKey("candidacies.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_ballots_person_id", "person_id"),
)

# Without a row somebody is a member for as long as they like. ``plan``: what was decided about the end when it was asked about.
terms = Table(
    "terms",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("ends", Date, nullable=False),
    Column("plan", String(5), nullable=False),
    one_of("plan", "ask", "leave"),
    Index("ix_terms_person_id", "person_id"),
)

# When members are asked next whether they stay (``month`` as the charter had it then), and when the channel was last read.
membership_clocks = Table(
    "membership_clocks",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("month", Integer),
    Column("round_due", Date),
    Column("read", Instant),
)

stay_rounds = Table(
    "stay_rounds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("silence", String(5), nullable=False),
    Column("opened", Instant, nullable=False),
    Column("closes", Instant, nullable=False),
    Column("closed", Instant),
    UniqueConstraint("group_id", "day"),
    one_of("silence", "stay", "pause", "leave"),
)

# Everybody who is asked has a row; ``answer`` is null until they say something. ``reminded``: how often.
stay_answers = Table(
    "stay_answers",
    metadata,
    Column("round_id", Id, ForeignKey("stay_rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5)),
    Column("back", Date),
    Column("at", Instant),
    Column("reminded", Integer, nullable=False),
    one_of("answer", "stay", "pause", "leave"),
    Index("ix_stay_answers_person_id", "person_id"),
)

# Members who were found not to be in the channel; once they are, the row goes.
outsiders = Table(
    "outsiders",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("noticed", Instant, nullable=False),
    Index("ix_outsiders_person_id", "person_id"),
)

buddies = Table(
    "buddies",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("buddy_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("since", Instant, nullable=False),
    Index("ix_buddies_person_id", "person_id"),
    Index("ix_buddies_buddy_id", "buddy_id"),
)
