"""How the pretend Slack says no."""

from typing import Any


class SlackError(Exception):
    """A Web API refusal: `error` is Slack's code, `extra` goes into the answer beside it (needed, errors, …)."""

    def __init__(
        self, error: str, *, status: int = 200, messages: list[str] | None = None, retry_after: int = 1, **extra: Any
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.messages = messages or []
        self.retry_after = retry_after
        self.extra = extra

    def body(self) -> dict:
        """The JSON object that Slack would answer."""
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["errors"] = list(self.messages)
            answer["response_metadata"] = {"messages": [f"[ERROR] {text}" for text in self.messages]}
        return answer


class NotAllowed(Exception):
    """A person tried what Slack's client would not let them do. The sentence is fit to show."""

    def __init__(self, sentence: str, *, errors: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.errors = errors or {}
