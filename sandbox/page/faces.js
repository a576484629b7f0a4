// Avatars and names.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import * as world from "./world.js";

function initials(name) {
  const parts = name
    .replace(/[^\p{L}\p{N}\s]/gu, "")
    .trim()
    .split(/\s+/);
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : parts[0]?.slice(0, 1) || "?").toUpperCase();
}

const hash = (color) => (color ? `#${String(color).replace(/^#/, "")}` : "#616061");

// Slack's user colours are too light for white initials.
const darker = (color) => `color-mix(in srgb, ${hash(color)} 62%, black)`;

/** A person's or the app's avatar, initials on their colour. `size` is sm, md or lg. */
export function avatar(id, size = "md") {
  if (id === "USLACKBOT")
    return h(
      "span",
      { class: `avatar ${size} slackbot`, "aria-hidden": "true" },
      icon("bolt", size === "sm" ? 12 : 20),
    );
  const app = world.isApp(id);
  const color = app ? world.theApp().background_color : world.user(id)?.color;
  return h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true", style: { background: app ? hash(color) : darker(color) } },
    initials(world.nameOf(id)),
  );
}

/** A name with its APP or guest badge, as it stands at the head of a message. */
export function nameTag(id) {
  const slackbot = id === "USLACKBOT";
  const person = world.user(id);
  return [
    h("span", { class: "name" }, slackbot ? "Slackbot" : world.nameOf(id)),
    (slackbot || person?.is_bot || world.isApp(id)) && h("span", { class: "badge" }, "APP"),
    person?.is_guest && h("span", { class: "badge" }, "GUEST"),
  ];
}

/** The sign before a conversation's name: # or a lock; an avatar for a person; a number for a group. */
export function roomSign(room, size = "sm") {
  if (room.kind === "im") return avatar(room.with, size);
  if (room.kind === "mpim")
    return h("span", { class: `avatar ${size} many`, "aria-hidden": "true" }, room.members.length - 1);
  return h("span", { class: "sign" }, icon(room.archived ? "archive" : room.kind === "private" ? "lock" : "hash", 18));
}
