// What the composer offers while one types: commands with the manifest's usage hint, people, emoji codes.

import { emojiStarting } from "./emoji.js";
import * as world from "./world.js";

/** The ways on that a usage hint names: "[goal add | goal list]" → ["goal add", "goal list"]. */
export const waysOf = (hint) =>
  (hint || "")
    .replace(/^\s*\[|\]\s*$/g, "")
    .split("|")
    .map((each) => each.trim())
    .filter(Boolean);

function commands(text) {
  const [word] = text.split(" ");
  const all = world.theApp().commands;
  if (!text.includes(" ")) {
    const items = all
      .filter((each) => each.command.startsWith(text))
      .map((each) => ({
        label: each.command,
        note: [each.usage_hint, each.description].filter(Boolean).join(" — "),
        insert: `${each.command} `,
      }));
    const exact = items.some((each) => each.label === text);
    return { from: 0, items, active: exact ? -1 : 0, title: "Commands" };
  }
  const command = all.find((each) => each.command === word);
  if (!command) return null;
  const rest = text
    .slice(word.length + 1)
    .trimStart()
    .toLowerCase();
  const items = waysOf(command.usage_hint)
    .filter((each) => each.toLowerCase().startsWith(rest) && each.toLowerCase() !== rest)
    .map((each) => ({ label: `${word} ${each}`, note: "", insert: `${word} ${each} ` }));
  return { from: 0, items, active: -1, title: command.description };
}

function people(token, from, room) {
  const start = token.toLowerCase();
  const fits = (name) =>
    name.toLowerCase().startsWith(start) ||
    (!start.includes(" ") &&
      name
        .toLowerCase()
        .split(" ")
        .some((each) => each.startsWith(start)));
  const found = world.users().filter((each) => !each.deleted && (fits(world.nameOf(each.id)) || fits(each.name)));
  const inside = (each) => (room.members.includes(each.id) ? 0 : 1);
  found.sort((a, b) => inside(a) - inside(b) || world.nameOf(a.id).localeCompare(world.nameOf(b.id)));
  const items = found.slice(0, 8).map((each) => ({
    label: `@${world.nameOf(each.id)}`,
    note: each.is_bot ? "APP" : inside(each) ? "not in this conversation" : "",
    insert: `@${world.nameOf(each.id)} `,
    user: each.id,
  }));
  const exact = items.length === 1 && items[0].label.toLowerCase() === `@${start}`;
  return { from, items, active: exact ? -1 : 0, title: "People" };
}

/**
 * What to offer for the text before the caret.
 * @returns {{from: number, items: {label, note, insert, user?}[], active: number, title: string}|null} `from` is where the
 *   inserted text begins; `active` is the item that Enter takes, -1 when Enter shall send
 */
export function offers(before, room) {
  if (/^\/[^\n]*$/.test(before)) return commands(before);
  const name = before.match(/(?:^|[\s(])@([\p{L}\p{N}._'’-]*(?: [\p{L}\p{N}._'’-]*){0,2})$/u);
  if (name) return people(name[1], before.length - name[1].length - 1, room);
  const code = before.match(/(?:^|\s):([a-z0-9_+-]{2,})$/);
  if (!code) return null;
  const items = emojiStarting(code[1]).map(([each, sign]) => ({
    label: `${sign}  :${each}:`,
    note: "",
    insert: `:${each}: `,
  }));
  return { from: before.length - code[1].length - 1, items, active: 0, title: "Emoji" };
}
