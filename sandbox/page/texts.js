// Block Kit's text objects: {"type": "plain_text" | "mrkdwn", "text": …}.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { decoded, mrkdwn } from "./mrkdwn.js";

/** The characters of a plain_text object; emoji codes become characters unless `emoji` is false. */
export function words(object) {
  if (!object) return "";
  const text = decoded(String(object.text ?? ""));
  return object.emoji === false ? text : withEmoji(text);
}

/** A text object as an element: formatted when it is mrkdwn, its characters when it is plain. */
export function textNode(object, tag = "div", cls = "text") {
  if (!object) return null;
  const plain = object.type === "plain_text";
  return h(tag, { class: plain ? `${cls} lines` : cls, dir: "auto" }, plain ? words(object) : mrkdwn(object.text));
}
