// Slack's mrkdwn as elements. Rules: docs.slack.dev, "Formatting message text": only &amp; &lt; &gt; are entities,
// <…> holds links, mentions and dates, * _ ~ ` mark styles at the edges of words, > begins a quote.

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { go } from "./place.js";
import { fillTokens, fullTime } from "./times.js";
import * as world from "./world.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const BROADCASTS = ["channel", "here", "everyone"];

/** Turn the three entities Slack knows into their characters; any other stays as written. */
export const decoded = (text) => text.replace(/&(?:amp|lt|gt);/g, (each) => ENTITIES[each]);

/** A link. Only web and mail addresses open; anything else is shown as text. */
export function link(url, label) {
  const target = decoded(url);
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(target)) return h("span", { class: "dead-link" }, label || target);
  return h(
    "a",
    { href: target, target: "_blank", rel: "noopener noreferrer" },
    label || target.replace(/^mailto:/, ""),
  );
}

/** A mention of a person. One's own name is marked, as in Slack. */
export function mention(id, fallback) {
  const mine = id === world.me().id ? " mention-me" : "";
  return h(
    "span",
    { class: `mention${mine}`, "data-user": id },
    `@${world.user(id) ? world.nameOf(id) : fallback || id}`,
  );
}

/** A mention of a channel; one that the viewer may not see shows only that it is private. */
export function channelMention(id) {
  const room = world.channel(id);
  if (!room) return h("span", { class: "mention" }, "🔒 private channel");
  const open = () => go({ channel: id });
  return h("button", { type: "button", class: "mention", onclick: open }, world.signedTitle(room));
}

/** @channel, @here or @everyone, loud: a text that was not escaped must not go unseen. */
export function broadcast(range) {
  return h("strong", { class: "mention mention-loud", title: "This notifies everybody here" }, `@${range}`);
}

/** A date in the viewer's zone, by Slack's tokens, with the full instant as its tooltip. */
export function dateText({ unix, pattern, url, fallback, atStart = false }) {
  const filled = fillTokens(pattern, unix, world.zone(), world.now());
  let words = filled === null ? fallback || pattern : filled;
  if (atStart) words = words.charAt(0).toUpperCase() + words.slice(1);
  const full = filled === null ? null : `${fullTime(new Date(unix * 1000), world.zone())} (${world.zone()})`;
  const node = h("time", { class: "date", title: full }, words);
  return url ? link(url, node) : node;
}

function special(inner, atStart) {
  const [target, ...rest] = inner.split("|");
  const label = rest.length ? decoded(rest.join("|")) : "";
  const sign = target[0];
  if (sign === "@") return mention(target.slice(1), label);
  if (sign === "#") return channelMention(target.slice(1));
  if (sign !== "!") return link(target, label);
  const [name, ...args] = target.slice(1).split("^");
  if (BROADCASTS.includes(name)) return broadcast(name);
  if (name === "date" && args.length >= 2) {
    return dateText({ unix: Number(args[0]), pattern: args[1], url: args[2], fallback: label, atStart });
  }
  if (name === "subteam") return h("span", { class: "mention" }, label || `@${args[0]}`);
  return label || `<${inner}>`;
}

const RULES = [
  [/`([^`\n]+)`/y, ([, code]) => h("code", {}, bare(code))],
  [/<([^<>\n]+)>/y, ([, inner], at, text) => special(inner, at === 0 || text[at - 1] === "\n")],
  [/:([a-z0-9_+'-]+):(?::skin-tone-(\d):)?/y, ([all, code, tone]) => emojiNode(code, tone) || all],
  [
    /([*_~])(?!\1)(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}]|\1)/uy,
    ([, mark, inner], at, text) =>
      at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]) ? null : h(STYLES[mark], {}, inline(inner)),
  ],
  [
    /https?:\/\/[^\s<>|*`]+[^\s<>|*`.,;:!?)'"]/y,
    ([url], at, text) => (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]) ? null : link(url)),
  ],
];
const FIRST = /[`<:*_~h]/g;

function bare(code) {
  return decoded(code.replace(/<([^<>\n|]+)(?:\|([^<>\n]*))?>/g, (all, url, label) => label || url));
}

/** An emoji by code, with its code as the tooltip, or null when the code is unknown. */
export function emojiNode(code, tone) {
  const found = emojiOf(code, tone);
  return found
    ? h("span", { class: "emoji", role: "img", "aria-label": code.replaceAll("_", " "), title: `:${code}:` }, found)
    : null;
}

/** One or more lines of mrkdwn without quotes and code blocks, as an array of nodes and text. */
function inline(text) {
  const out = [];
  let at = 0;
  let plain = 0;
  while (at < text.length) {
    FIRST.lastIndex = at;
    const next = FIRST.exec(text);
    if (!next) break;
    at = next.index;
    const found = matchAt(text, at);
    if (found) {
      if (plain < at) out.push(decoded(text.slice(plain, at)));
      out.push(found.node);
      plain = at = found.end;
    } else {
      at += 1;
    }
  }
  if (plain < text.length) out.push(decoded(text.slice(plain)));
  return out;
}

function matchAt(text, at) {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const end = pattern.lastIndex;
    const node = found && make(found, at, text);
    if (node) return { node, end };
  }
  return null;
}

function withQuotes(text) {
  const out = [];
  let run = [];
  let quoting = false;
  const flush = () => {
    if (!run.length) return;
    const body = inline(run.join("\n"));
    out.push(quoting ? h("blockquote", { dir: "auto" }, body) : h("div", { class: "lines", dir: "auto" }, body));
    run = [];
  };
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const rest = lines[at].match(/^\s?(?:&gt;|>){3} ?/);
    const quote = rest || lines[at].match(/^\s?(?:&gt;|>) ?/);
    if (Boolean(quote) !== quoting) flush();
    quoting = Boolean(quote);
    if (rest) {
      run.push(lines[at].slice(rest[0].length), ...lines.slice(at + 1));
      break;
    }
    run.push(quote ? lines[at].slice(quote[0].length) : lines[at]);
  }
  flush();
  return out;
}

/** A whole mrkdwn text, code blocks and quotes included, as an array of block elements. */
export function mrkdwn(text) {
  const parts = String(text ?? "").split("```");
  if (parts.length % 2 === 0) parts.splice(-2, 2, parts.slice(-2).join("```"));
  return parts.flatMap((part, index) => {
    if (index % 2) return [h("pre", { dir: "auto" }, bare(part.replace(/^\n|\n$/g, "")))];
    const trimmed = part.replace(index ? /^\n/ : /^$/, "").replace(index < parts.length - 1 ? /\n$/ : /$^/, "");
    return trimmed ? withQuotes(trimmed) : [];
  });
}
