"""Minutes as a function of a thread's present state and the corrections made to it. Pure: no clock, no store, no Slack."""

from mentoring.minutes.actions import Action, promise, read_action
from mentoring.minutes.folding import SIGNS, fold, heard
from mentoring.minutes.items import (
    Attendee,
    Control,
    Correction,
    Deed,
    Due,
    Item,
    Kind,
    Line,
    Minutes,
    Point,
    Reaction,
    ReadDue,
    Topic,
    moment,
    no_due,
)
from mentoring.minutes.marking import HINT, MISSPELT, Mark, marks, plain, receipt
from mentoring.minutes.people import People, Person

__all__ = ["HINT", "MISSPELT", "SIGNS", "Action", "Attendee", "Control", "Correction", "Deed", "Due", "Item", "Kind", "Line", "Mark",
           "Minutes", "People", "Person", "Point", "Reaction", "ReadDue", "Topic", "fold", "heard", "marks", "moment", "no_due", "plain",
           "promise", "read_action", "receipt"]
