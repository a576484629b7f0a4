// The buttons that appear over a message: react, reply, more.

import { freshId, h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { icon } from "./icons.js";
import { decoded } from "./mrkdwn.js";
import { go } from "./place.js";
import { dialog, menu, notice } from "./popups.js";
import { doAs } from "./session.js";
import * as world from "./world.js";

const QUICK = ["+1", "tada", "white_check_mark", "heart", "eyes", "pray", "clap", "raised_hands", "bulb", "muscle"];

async function attempt(deed) {
  const result = await doAs(deed);
  if (result.error) notice(result.error, { kind: "error" });
}

function reactMenu(button, message, room) {
  menu(
    button,
    QUICK.map((name) => ({
      label: `${emojiOf(name)}  :${name}:`,
      act: () => attempt({ do: "react", channel: room.id, ts: message.ts, name }),
    })),
    "Add a reaction",
  );
}

/** A stored text as its author typed it: names for ids, characters for entities. */
const typedText = (text) =>
  decoded(
    (text || "")
      .replace(/<@(\w+)(?:\|[^>]*)?>/g, (all, id) => `@${world.nameOf(id)}`)
      .replace(/<#(\w+)(?:\|[^>]*)?>/g, (all, id) => `#${world.channel(id)?.name || id}`)
      .replace(/<([a-z]+:[^|>]+)(?:\|[^>]*)?>/g, "$1"),
  );

async function edit(message, room) {
  const id = freshId("edit");
  const text = await dialog({ title: "Edit message" }, (close) => {
    const area = h("textarea", {
      id,
      class: "field",
      rows: 4,
      "aria-label": "Message",
      "data-first": true,
      value: typedText(message.text),
    });
    return [
      h("div", { class: "dialog-body" }, area),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "button primary", onclick: () => close(area.value) }, "Save"),
      ),
    ];
  });
  if (text !== undefined) await attempt({ do: "edit", channel: room.id, ts: message.ts, text });
}

async function remove(message, room) {
  const sure = await dialog({ title: "Delete message", role: "alertdialog" }, (close) => [
    h("div", { class: "dialog-body" }, "Are you sure you want to delete this message? This cannot be undone."),
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", onclick: () => close(false) }, "Cancel"),
      h("button", { type: "button", class: "button danger", onclick: () => close(true) }, "Delete"),
    ),
  ]);
  if (sure) await attempt({ do: "delete", channel: room.id, ts: message.ts });
}

function moreMenu(button, message, room, inThread) {
  const mine = message.user === world.me().id;
  const shortcuts = world
    .theApp()
    .shortcuts.filter((each) => each.type === "message")
    .map((each) => ({
      label: each.name,
      note: world.theApp().name,
      icon: icon("bolt"),
      act: () => attempt({ do: "shortcut", callback_id: each.callback_id, channel: room.id, ts: message.ts }),
    }));
  menu(
    button,
    [
      { label: "Add a reaction", icon: icon("smile"), act: () => reactMenu(button, message, room) },
      !inThread && { label: "Reply in thread", icon: icon("reply"), act: () => openThread(message, room) },
      mine && { label: "Edit message", act: () => edit(message, room) },
      mine && { label: "Delete message", act: () => remove(message, room) },
      ...shortcuts,
    ].filter(Boolean),
    "Message actions",
  );
}

const openThread = (message, room) => go({ channel: room.id, thread: message.thread_ts || message.ts });

/** The tool strip of one message. */
export function messageTools(message, room, { inThread }) {
  const tool = (label, sign, act, wide) => {
    const node = h(
      "button",
      {
        type: "button",
        class: wide ? "icon-button desk-only" : "icon-button",
        "aria-label": label,
        title: label,
        onclick: () => act(node),
      },
      icon(sign, 18),
    );
    return node;
  };
  return h(
    "div",
    { class: "tools" },
    tool("Add reaction", "smile", (node) => reactMenu(node, message, room), true),
    !inThread && tool("Reply in thread", "reply", () => openThread(message, room), true),
    tool("More actions", "more", (node) => moreMenu(node, message, room, inThread)),
  );
}
