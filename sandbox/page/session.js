// Deeds of the acting person, and the refreshing that follows them.

import * as api from "./api.js";
import { here } from "./place.js";
import { clockFace } from "./times.js";
import * as world from "./world.js";

const LOST = "The sandbox does not answer. Is it still running?";
const MOST_NAMED = 4;
const listeners = new Set();
const whispers = [];

/** Call `listener(deed, result)` after each deed; the deed is over when all listeners are. */
export const afterDeeds = (listener) => listeners.add(listener);

/** Do something as the acting person. Never throws: a lost connection comes back as `error`. */
export async function doAs(deed) {
  const result = await api.act(here().as, deed).catch(() => ({ ok: false, error: LOST }));
  await Promise.all([...listeners].map((each) => each(deed, result)));
  return result;
}

/**
 * What Slackbot says to one person alone, on this page only: gone on reload, as in Slack.
 * @param {string} channel
 * @param {string} text mrkdwn
 * @param {string} [thread]
 */
function whisper(channel, text, thread = "") {
  const ts = (world.now().getTime() / 1000).toFixed(6);
  whispers.push({
    as: here().as,
    channel,
    thread,
    message: { ts, text, user: "USLACKBOT", ephemeral: true, whisper: true },
  });
  listeners.forEach((each) => each({ do: "whisper" }, {}));
}

/** What Slackbot has said to the acting person in a conversation, or in one of its threads. */
export const whispersIn = (channel, thread = "") =>
  whispers
    .filter((each) => each.as === here().as && each.channel === channel && each.thread === thread)
    .map((each) => each.message);

/**
 * Send a line from a composer: a message, or a command when it begins with "/".
 * Resolves to whether it was taken; what Slack says against it stands as Slackbot's words.
 */
export async function sendLine(room, text, thread) {
  const where = { channel: room.id, text, ...(thread ? { thread } : {}) };
  const result = await doAs({ do: text.startsWith("/") ? "command" : "say", ...where });
  if (result.error) whisper(room.id, result.error, thread);
  // A command whose answer was missed has been sent all the same; only a refused line is given back.
  return !result.error || Boolean(result.ack);
}

function named(id) {
  if (id === world.me().id) return "you";
  if (world.user(id)) return world.nameOf(id);
  const room = world.channel(id);
  return room ? world.signedTitle(room) : "another channel";
}

/** Move the clock and say in words where it is now. */
export async function travel(how) {
  const result = await api.moveClock(how).catch(() => ({ ok: false, error: LOST }));
  await Promise.all([...listeners].map((each) => each({ do: "clock" }, result)));
  if (result.error) return result.error;
  if (how.to_next_due && !result.moved_to_due) return "Nothing is due.";
  const now = `It is now ${clockFace(new Date(result.now), world.zone())}.`;
  const wrote = (result.wrote || []).map(named);
  if (!wrote.length) return now;
  const more = wrote.length > MOST_NAMED ? ` and ${wrote.length - MOST_NAMED} more` : "";
  return `${now} ${world.theApp().name} wrote to ${wrote.slice(0, MOST_NAMED).join(", ")}${more}.`;
}
