// Messages: avatars, names, times, blocks, files, reactions, thread footers, day dividers.

import { drawBlocks } from "./blocks.js";
import { h, keep } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { avatar, nameTag } from "./faces.js";
import { icon } from "./icons.js";
import { messageTools } from "./messagetools.js";
import { mrkdwn } from "./mrkdwn.js";
import { go } from "./place.js";
import { doAs } from "./session.js";
import { Surface } from "./surface.js";
import { clockTime, dayDivider, fullTime, isoDay, ofTs } from "./times.js";
import * as world from "./world.js";

const GROUPED_SECONDS = 300;
const surfaces = new Map();

/** Who a message is from: a user id; the app's user for its bot messages. */
const authorOf = (message) => message.user || (message.bot_id ? world.theApp().bot_user_id : "");

function surfaceOf(room, message) {
  const key = `${world.me().id} ${room.id} ${message.ts}`;
  if (!surfaces.has(key)) {
    const thread = message.thread_ts ? { thread: message.thread_ts } : {};
    surfaces.set(key, new Surface({ kind: "message", channel: room.id, ts: message.ts, ...thread }, doAs));
  }
  return surfaces.get(key);
}

function joinWords(message, room) {
  const where = world.signedTitle(room);
  const by = message.inviter && message.inviter !== message.user ? world.nameOf(message.inviter) : "";
  const came = by ? `was added to ${where} by ${by}.` : `joined ${where}.`;
  return h("div", { class: "system" }, /_leave$/.test(message.subtype) ? `left ${where}.` : came);
}

function bodyOf(message, room) {
  if (/^(channel|group)_(join|leave)$/.test(message.subtype || "")) return joinWords(message, room);
  const edited =
    message.edited &&
    !message.ephemeral &&
    h("span", { class: "edited", title: fullTime(ofTs(message.edited.ts || message.ts), world.zone()) }, " (edited)");
  if (
    message.blocks?.length &&
    !message.blocks.every((each) => each.type === "rich_text" && message.user && !message.bot_id && message.text)
  ) {
    return [drawBlocks(h("div", { class: "blocks" }), message.blocks, surfaceOf(room, message)), edited];
  }
  return h("div", { class: "text" }, mrkdwn(message.text), edited);
}

function sizeWords(bytes) {
  if (!bytes) return "";
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function fileCard(file) {
  const url = file.url_private_download || file.url_private || "";
  const words = [(file.pretty_type || file.filetype || "").toUpperCase(), sizeWords(file.size)]
    .filter(Boolean)
    .join(" · ");
  const inside = [
    h("span", { class: "file-icon" }, icon("file", 24)),
    h("span", {}, h("span", { class: "file-name" }, file.title || file.name), h("span", { class: "menu-note" }, words)),
  ];
  const local = url && new URL(url, location.href).origin === location.origin;
  return local
    ? h("a", { class: "file-card", href: url, target: "_blank", download: file.name }, inside)
    : h("div", { class: "file-card" }, inside);
}

function reactionRow(message, room) {
  const mine = (each) => each.users?.includes(world.me().id);
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((each) =>
      h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine(each)),
          title: (each.users || []).map(world.nameOf).join(", "),
          "aria-label": `${each.name}, ${each.count}`,
          onclick: () => doAs({ do: "react", channel: room.id, ts: message.ts, name: each.name, remove: mine(each) }),
        },
        emojiOf(each.name) || `:${each.name}:`,
        " ",
        each.count,
      ),
    ),
  );
}

function threadFoot(message, room) {
  const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = ofTs(message.latest_reply || message.ts);
  return h(
    "button",
    { type: "button", class: "thread-foot", onclick: () => go({ channel: room.id, thread: message.ts }) },
    (message.reply_users || []).slice(0, 4).map((each) => avatar(each, "sm")),
    h("span", { class: "thread-count" }, words),
    h(
      "span",
      { class: "menu-note" },
      `Last reply ${dayDivider(last, world.zone(), world.now()).replace(/^(Today|Yesterday)$/, (day) => day.toLowerCase())} at ${clockTime(last, world.zone())}`,
    ),
  );
}

function attachments(message) {
  return (message.attachments || []).map((each) =>
    h(
      "div",
      { class: "attachment" },
      each.title && h("strong", {}, each.title),
      each.text && h("div", { class: "text" }, mrkdwn(each.text)),
      !each.text && !each.title && (each.fallback || ""),
    ),
  );
}

function messageNode(message, room, { grouped, inThread }) {
  const author = authorOf(message);
  const date = ofTs(message.ts);
  const time = clockTime(date, world.zone());
  const stamp = h(
    "time",
    { class: "stamp", datetime: date.toISOString(), title: fullTime(date, world.zone()) },
    grouped ? time.replace(/ [AP]M/, "") : time,
  );
  return h(
    "article",
    {
      class: ["message", grouped && "grouped", message.ephemeral && "ephemeral"].filter(Boolean).join(" "),
      "data-ts": message.ts,
      tabindex: "-1",
      "aria-label": `${author === "USLACKBOT" ? "Slackbot" : world.nameOf(author)} at ${time}`,
    },
    message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), " Only visible to you"),
    h("div", { class: "gutter" }, grouped ? stamp : avatar(author, "lg")),
    h(
      "div",
      { class: "message-words" },
      !grouped && h("div", { class: "message-head" }, nameTag(author), stamp),
      bodyOf(message, room),
      attachments(message),
      message.files?.length > 0 && h("div", { class: "file-cards" }, message.files.map(fileCard)),
      message.reactions?.length > 0 && reactionRow(message, room),
      !inThread && message.reply_count > 0 && threadFoot(message, room),
    ),
    !message.ephemeral && messageTools(message, room, { inThread }),
  );
}

/**
 * Draw messages, oldest first, into a list element; unchanged ones keep their elements.
 * @param {{inThread?: boolean}} how in a thread there are no day dividers and no thread footers
 */
export function drawMessages(box, messages, room, { inThread = false } = {}) {
  const items = [];
  const sign = world.drawnSign();
  let before = null;
  for (const message of [...messages].sort((a, b) => Number(a.ts) - Number(b.ts))) {
    const day = isoDay(ofTs(message.ts), world.zone());
    const newDay = !before || isoDay(ofTs(before.ts), world.zone()) !== day;
    if (newDay && !inThread) items.push({ key: `day ${day}`, sign, draw: () => divider(message) });
    const grouped =
      Boolean(before) &&
      !newDay &&
      !message.ephemeral &&
      !before.ephemeral &&
      authorOf(before) === authorOf(message) &&
      !before.reply_count &&
      !message.subtype &&
      !before.subtype &&
      Number(message.ts) - Number(before.ts) < GROUPED_SECONDS;
    items.push({
      key: `${message.ephemeral ? "e" : "m"} ${message.ts}`,
      sign: JSON.stringify(message) + grouped + sign,
      draw: () => messageNode(message, room, { grouped, inThread }),
    });
    before = message;
  }
  keep(box, items);
}

function divider(message) {
  const words = dayDivider(ofTs(message.ts), world.zone(), world.now());
  return h("div", { class: "day", role: "separator", "aria-label": words }, h("span", {}, words));
}
