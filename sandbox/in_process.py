"""The app in this process: payloads go straight into Bolt's own dispatch, without a socket."""

from typing import Any

from slack_bolt import App, BoltRequest

from sandbox.delivery import Ack, Deliver


def through_bolt(app: App) -> Deliver:
    """A way to deliver to a Bolt app in the caller's thread, as its Socket Mode adapter would."""

    def deliver(payload: dict, kind: str, envelope: dict) -> Ack:
        headers: dict[str, Any] = {}
        if envelope.get("retry_attempt") is not None:
            headers["x-slack-retry-num"] = [str(envelope["retry_attempt"])]
            headers["x-slack-retry-reason"] = [envelope.get("retry_reason", "")]
        answer = app.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=headers or None))
        return Ack(status="ok" if answer.status == 200 else "timeout", body=answer.body or None)

    return deliver
