// A conversation in the main pane, and a thread in the side pane: header, messages, composer.

import * as api from "./api.js";
import { composer } from "./composer.js";
import { h, oneAtATime, show } from "./dom.js";
import { roomSign } from "./faces.js";
import { icon } from "./icons.js";
import { drawMessages } from "./messages.js";
import { go } from "./place.js";
import { notice } from "./popups.js";
import { outsideBar, showMembers } from "./rooms.js";
import { doAs, whispersIn } from "./session.js";
import * as world from "./world.js";

const NEAR_END = 80;

/** The button that leads back to the list on a phone. */
export const backButton = (label, to) =>
  h(
    "button",
    {
      type: "button",
      class: "icon-button back",
      "aria-label": label,
      onclick: () => go(to),
    },
    icon("back"),
  );

/** A scrolled list of messages with its fetching. It stays at the end unless one has scrolled up to read. */
export class MessageLog {
  /** @param {object} room @param {string} thread "" for the conversation itself */
  constructor(room, thread = "") {
    this.as = world.me().id;
    this.room = room;
    this.thread = thread;
    this.list = h("div", {
      class: "messages",
      role: "log",
      "aria-live": "off",
      "aria-label": thread ? "Thread" : "Messages",
      tabindex: "0",
    });
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() },
      "↓ New messages",
    );
    this.list.addEventListener("scroll", () => {
      this.jump.hidden ||= this.atEnd();
    });
    this.node = h("div", { class: "log-box" }, this.list, this.jump);
    this.refresh = oneAtATime(() => this.fetch());
    this.count = -1;
    this.known = null;
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.jump.hidden = true;
  }

  async fetch() {
    const answer = await api.getHistory(this.as, this.room.id, this.thread).catch(() => null);
    // Slack's clients forget what only one person could see when they are opened anew.
    if (answer?.ok) this.known = answer.messages.filter((each) => !(each.ephemeral && world.wasBefore(each.ts)));
    else if (answer && !this.known) show(this.list, h("p", { class: "empty" }, answer.error));
    // Without an answer what is known stays, so that Slackbot's word about it has a place.
    if (!this.known) return;
    this.draw([...this.known, ...whispersIn(this.room.id, this.thread)]);
    if (!this.thread) await this.markRead(world.channel(this.room.id) || this.room);
  }

  draw(messages) {
    const [first, stay] = [this.count < 0, this.atEnd()];
    drawMessages(this.list, messages, world.channel(this.room.id) || this.room, { inThread: Boolean(this.thread) });
    if (first || stay) this.toEnd();
    else if (messages.length > this.count) this.jump.hidden = false;
    this.count = messages.length;
    // Only what comes after the first drawing is read out; a whole history would drown it.
    this.list.setAttribute("aria-live", "polite");
  }

  async markRead(room) {
    if (room.unread > 0 && document.visibilityState === "visible") await doAs({ do: "mark_read", channel: room.id });
  }
}

function roomHeader(room) {
  const people =
    ["channel", "private", "mpim"].includes(room.kind) &&
    h(
      "button",
      {
        type: "button",
        class: "button small members",
        "aria-label": `${room.members.length} ${room.members.length === 1 ? "member" : "members"}`,
        onclick: () => showMembers(world.channel(room.id) || room),
      },
      icon("people", 18),
      room.members.length,
    );
  return h(
    "header",
    { class: "pane-head" },
    backButton("Back to the list", {}),
    roomSign(room),
    h(
      "div",
      { class: "pane-title" },
      h("h2", {}, world.titleOf(room)),
      room.topic && h("span", { class: "topic" }, room.topic),
    ),
    people,
  );
}

const composerLabel = (room) => `Message ${world.signedTitle(room)}`;

/** The foot of a conversation: its composer, or why one cannot write here. */
export function footOf(room, log) {
  const open = room.is_member && !room.archived;
  const about = { label: composerLabel(room), key: `${world.me().id} ${room.id}`, onSend: () => log.toEnd() };
  return open ? composer(room, about) : outsideBar(room);
}

/** Draw a conversation into the main pane. Returns its log. */
export function drawRoom(box, room) {
  const log = new MessageLog(room);
  show(box, roomHeader(room), log.node, footOf(room, log));
  return log;
}

/** Draw a thread into the side pane. Returns its log. */
export function drawThread(box, room, ts) {
  const log = new MessageLog(room, ts);
  const label = "Reply in thread";
  show(
    box,
    h(
      "header",
      { class: "pane-head" },
      h("div", { class: "pane-title" }, h("h2", {}, "Thread"), h("span", { class: "topic" }, world.signedTitle(room))),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: () => go({ channel: room.id }) },
        icon("close"),
      ),
    ),
    log.node,
    room.is_member && !room.archived
      ? composer(room, { thread: ts, label, key: `${world.me().id} ${room.id} ${ts}`, onSend: () => log.toEnd() })
      : "",
  );
  return log;
}

/** Say that a place is not for the acting person. */
export function drawNowhere(box, words) {
  show(
    box,
    h("header", { class: "pane-head" }, backButton("Back to the list", {}), h("h2", {}, "Not here")),
    h("p", { class: "empty" }, words),
  );
}

/** Report a failed deed in passing. */
export const complain = (result) => result.error && notice(result.error, { kind: "error" });
