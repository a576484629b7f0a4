"""The words the grammar knows: markers and their spellings, task verbs, words that are never names."""

from __future__ import annotations

from mentoring.minutes.items import Control, Kind

# The spellings of MeetBot, hcoop-meetbot and W3C's scribe.perl beside plain ones.
MARKERS: dict[str, Kind] = {
    **dict.fromkeys(("topic", "new topic", "next topic"), Kind.TOPIC),
    **dict.fromkeys(("subtopic", "sub-topic", "sub topic", "subsubtopic"), Kind.SUBTOPIC),
    **dict.fromkeys(("note", "notes", "info", "fyi", "nb", "link", "for the record"), Kind.NOTE),
    **dict.fromkeys(("decision", "decided", "agreed", "agreement", "resolved", "resolution", "accepted", "rejected", "approved",
                     "consensus", "decisions", "we agreed", "we decided", "decision made", "final decision",
                     "group decision"), Kind.DECISION),
    **dict.fromkeys(("action", "action item", "action-item", "actionitem", "action point", "todo", "to-do", "to do", "task", "ai",
                     "next step", "agreed action", "action agreed", "new action", "new action item"), Kind.ACTION),
    **dict.fromkeys(("question", "open question", "q"), Kind.QUESTION),
    **dict.fromkeys(("idea", "suggestion"), Kind.IDEA),
}
# Words that are markers only behind a sign: said without one they are talk ("help: the link is dead").
SIGNED: dict[str, Kind] = {"help": Kind.NOTE, "halp": Kind.NOTE}
# A heading over a list; with words behind it, it is talk.
HEADINGS: dict[str, Kind] = {
    **dict.fromkeys(("actions", "action items", "action points", "todos", "to-dos", "tasks", "next steps"), Kind.ACTION),
    **dict.fromkeys(("decisions", "agreements", "resolutions"), Kind.DECISION),
    **dict.fromkeys(("notes",), Kind.NOTE),
    **dict.fromkeys(("questions", "open questions"), Kind.QUESTION),
    **dict.fromkeys(("ideas", "suggestions"), Kind.IDEA),
}
CONTROLS: dict[str, Control] = {
    **dict.fromkeys(("present", "attendees", "attending", "attendance", "guest", "guests"), Control.PRESENT),
    **dict.fromkeys(("regrets", "regret", "apologies", "absent"), Control.REGRETS),
    **dict.fromkeys(("scribe", "scribenick", "note taker", "note-taker", "notetaker"), Control.SCRIBE),
    **dict.fromkeys(("chair", "chairs", "chaired by", "co-chair", "co-chairs"), Control.CHAIR),
    **dict.fromkeys(("agenda", "agenda item"), Control.AGENDA),
    **dict.fromkeys(("meeting",), Control.TITLE),
}
SIGNED_CONTROLS: dict[str, Control] = {
    "startmeeting": Control.START, "start": Control.START, "endmeeting": Control.END, "end": Control.END, "undo": Control.UNDO,
    "here": Control.PRESENT, "chair": Control.CHAIR, "unchair": Control.UNCHAIR, "nick": Control.KNOWN,
    "motion": Control.MOTION, "vote": Control.VOTE, "close": Control.CLOSE, "meetingname": Control.TITLE, "meetingtopic": Control.TITLE,
    "scribe": Control.SCRIBE, "present": Control.PRESENT, "regrets": Control.REGRETS, "agenda": Control.AGENDA,
}
# Words that stand one letter from a marker and are words of their own.
WORDS_NEAR = frozenset([
    "auction", "faction", "fraction", "traction", "actions", "auctions", "tonic", "topics", "tropic", "topical", "optic", "tropics",
    "ideal", "question's", "questions", "decisions", "revision", "division", "notes", "actin",
])

# What a task begins with. Used where a word may be a name or the start of the task, never to refuse a known person.
VERBS = frozenset([
    "accept", "add", "address", "adjust", "advertise", "advise", "agree", "amend", "analyse", "analyze", "announce", "answer", "apply",
    "appoint", "approach", "approve", "archive", "arrange", "ask", "assemble", "assess", "assign", "attach", "attend", "audit",
    "author", "balance", "begin", "bill", "block", "book", "bring", "broaden", "brief", "budget", "build", "buy", "calculate", "call",
    "cancel", "capture", "carry", "change", "chase", "chat", "check", "choose", "circulate", "clarify", "clean", "clear", "close",
    "coach", "collate", "collect", "combine", "come", "comment", "communicate", "compare", "compile", "complete", "compose", "conduct",
    "configure", "confirm", "connect", "consider", "consult", "contact", "continue", "contribute", "convene", "convert", "cook",
    "coordinate", "copy", "correct", "cover", "create", "decide", "decline", "define", "delegate", "delete", "deliver", "demo",
    "describe", "design", "determine", "develop", "dig", "discuss", "distribute", "do", "document", "double", "download", "draft",
    "draw", "drive", "drop", "drum", "edit", "email", "e-mail", "enable", "encourage", "end", "engage", "enquire", "ensure", "enter",
    "escalate", "establish", "estimate", "evaluate", "examine", "expand", "explain", "explore", "export", "extend", "facilitate",
    "fetch", "figure", "file", "fill", "finalise", "finalize", "find", "finish", "fix", "follow", "forward", "gather", "generate",
    "get", "give", "go", "grade", "guide", "hand", "handle", "have", "help", "hold", "host", "hunt", "identify", "implement", "import",
    "improve", "include", "inform", "initiate", "inquire", "inspect", "install", "integrate", "interview", "introduce", "investigate",
    "invite", "issue", "join", "keep", "kick", "launch", "lead", "learn", "leave", "let", "liaise", "link", "list", "listen", "locate",
    "log", "look", "mail", "maintain", "make", "manage", "map", "mark", "measure", "meet", "mention", "mentor", "merge", "message",
    "migrate", "minute", "modify", "monitor", "move", "name", "negotiate", "nominate", "note", "notify", "nudge", "obtain", "offer",
    "open", "order", "organise", "organize", "outline", "own", "pair", "participate", "pass", "pay", "phone", "pick", "pilot", "ping",
    "place", "plan", "poll", "post", "practise", "practice", "prepare", "present", "print", "prioritise", "prioritize", "probe",
    "process", "produce", "promote", "propose", "provide", "publish", "pull", "pursue", "push", "put", "queue", "raise", "reach",
    "read", "rebook", "recap", "recheck", "recirculate", "recommend", "reconcile", "record", "recruit", "redo", "redraft", "refer",
    "refine", "register", "relay", "release", "remind", "remove", "rename", "renew", "reopen", "repair", "replace", "reply", "report",
    "request", "research", "reschedule", "reserve", "resend", "resolve", "respond", "restart", "resubmit", "retest", "return", "review",
    "revise", "rewrite", "ring", "role", "rotate", "round", "run", "save", "scan", "schedule", "scope", "scout", "screen", "script",
    "search", "secure", "see", "seek", "select", "send", "separate", "set", "share", "shadow", "shorten", "show", "sign", "simplify",
    "sit", "sketch", "solicit", "solve", "sort", "source", "speak", "spell", "split", "start", "stop", "store", "streamline", "study",
    "submit", "suggest", "summarise", "summarize", "supervise", "supply", "support", "survey", "swap", "switch", "sync", "synthesise",
    "synthesize", "tabulate", "tag", "take", "talk", "teach", "tell", "test", "text", "thank", "think", "tidy", "track", "train",
    "transcribe", "transfer", "translate", "transport", "trial", "trim", "try", "turn", "type", "update", "upload", "use", "validate",
    "verify", "view", "visit", "volunteer", "vote", "wait", "watch", "work", "wrap", "write",
])
# "Talk to the dean": words that take a "to" and are no name, and words a sentence may open with.
NOT_NAMES = VERBS | frozenset([
    "a", "access", "action", "additional", "after", "again", "all", "also", "although", "an", "and", "another", "answers", "any",
    "anybody", "anyone", "are", "as", "at", "be", "because", "before", "best", "better", "both", "budget", "but", "by", "can",
    "changes", "consider", "could", "date", "dates", "deadline", "details", "did", "each", "either", "email", "emails", "even", "every",
    "everybody", "everyone", "everything", "feedback", "few", "final", "first", "for", "four", "from", "further", "general", "good",
    "great", "group", "has", "have", "he", "help", "her", "here", "his", "how", "i", "if", "in", "information", "input", "instead",
    "interest", "invitation", "invitations", "invite", "invites", "is", "it", "its", "items", "just", "last", "later", "letter", "link",
    "links", "maybe", "me", "meeting", "meetings", "members", "minutes", "more", "most", "my", "need", "needs", "new", "next", "no",
    "nobody", "none", "nothing", "note", "notes", "notice", "nothing", "now", "of", "ok", "okay", "on", "once", "one", "only", "or",
    "other", "others", "our", "ours", "out", "over", "people", "perhaps", "phone", "please", "plan", "plans", "possible", "possibly",
    "proposal", "quick", "quickly", "reason", "reference", "reminder", "reminders", "remember", "reply", "response", "responses",
    "room", "see", "she", "should", "slides", "so", "some", "somebody", "someone", "something", "soon", "sort", "still", "such", "sure",
    "survey", "table", "talks", "team", "tbc", "tbd", "tba", "thanks", "that", "the", "their", "them", "then", "there", "these", "they",
    "thing", "things", "this", "those", "three", "time", "to", "today", "tomorrow", "tonight", "two", "until", "up", "update",
    "updates", "us", "usual", "various", "venue", "volunteer", "volunteers", "want", "was", "way", "ways", "we", "week", "were", "what",
    "when", "where", "which", "who", "why", "will", "with", "would", "yes", "yesterday", "you", "your", "urgent", "asap", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "zoom", "slack", "google", "wiki", "agenda", "document", "doc", "form",
    "list", "data", "draft", "report", "file", "folder", "page", "website", "site", "poster", "abstract", "manuscript", "paper",
    "grant", "application", "protocol", "ethics", "clinic", "ward", "patient", "patients", "students", "mentors", "mentees", "version",
    "issue", "project", "item", "topic", "hope", "aim", "intend", "expect", "wish", "happy", "able", "ready", "refuse", "pledge",
    "commit",
])
# First names that are words too: without "to", "will" or a mark behind them they need a verb to be a name.
_NAMES = """
grace frank mark will bill may sue pat art hope joy dean faith drew chase grant hunter rose iris ivy june april august summer guy miles
norm penny peg ray reed rich ruby rusty skip star sterling stew stone trip wade ward case chance chip cliff colt dale daisy dawn destiny
earnest eve fern forest gene ginger harmony heath jade jasmine kit lance lane lily lucky major melody mercy misty olive page pearl piper
porter price prince reign royal sandy savannah sage sky sonny spike sunny tab teddy tucker verity violet walker winter young chuck dot
angel
"""
WORDY_NAMES = frozenset(_NAMES.split())
