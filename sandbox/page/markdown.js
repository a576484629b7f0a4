// The markdown block: standard Markdown (headings, lists, quotes, code, tables, links, styles), not Slack's mrkdwn.

import { h } from "./dom.js";
import { broadcast, channelMention, emojiNode, link, mention } from "./mrkdwn.js";

const SPANS = [
  [/`([^`]+)`/y, ([, code]) => h("code", {}, code)],
  [/!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/y, ([, alt, url]) => link(url, alt || url)],
  [/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/y, ([, label, url]) => link(url, spans(label))],
  [
    /<(@|#|!)([^>|]+)(?:\|[^>]*)?>/y,
    ([, sign, id]) => ({ "@": mention, "#": channelMention, "!": broadcast })[sign](id),
  ],
  [/<(https?:[^>\s]+)>/y, ([, url]) => link(url)],
  [/\*\*(?=\S)(.+?)\*\*/y, ([, inner]) => h("strong", {}, spans(inner))],
  [/__(?=\S)(.+?)__/y, ([, inner]) => h("strong", {}, spans(inner))],
  [/~~(?=\S)(.+?)~~/y, ([, inner]) => h("s", {}, spans(inner))],
  [/\*(?=\S)([^*]+?)\*/y, ([, inner]) => h("em", {}, spans(inner))],
  [/_(?=\S)([^_]+?)_(?![\p{L}\p{N}])/uy, ([, inner]) => h("em", {}, spans(inner))],
  [/:([a-z0-9_+-]+):/y, ([, code]) => emojiNode(code)],
  [/\\([\\`*_{}[\]()#+\-.!|~<>])/y, ([, sign]) => document.createTextNode(sign)],
  [/https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"]/y, ([url]) => link(url)],
];

function spans(text) {
  const out = [];
  let plain = 0;
  for (let at = 0; at < text.length;) {
    const found = spanAt(text, at);
    if (found) {
      if (plain < at) out.push(text.slice(plain, at));
      out.push(found.node);
      plain = at = found.end;
    } else {
      at += 1;
    }
  }
  if (plain < text.length) out.push(text.slice(plain));
  return out;
}

function spanAt(text, at) {
  for (const [pattern, make] of SPANS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const end = pattern.lastIndex;
    const node = found && make(found);
    if (node) return { node, end };
  }
  return null;
}

const cells = (line) =>
  line
    .replace(/^\s*\||\|\s*$/g, "")
    .split("|")
    .map((each) => each.trim());
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function fence(lines, at) {
  let end = at + 1;
  while (end < lines.length && !/^\s*```/.test(lines[end])) end += 1;
  return [h("pre", {}, lines.slice(at + 1, end).join("\n")), end + 1];
}

function table(lines, at) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (line, tag) =>
    h(
      "tr",
      {},
      cells(line).map((each) => h(tag, {}, spans(each))),
    );
  const rows = lines.slice(at + 2, end).map((line) => row(line, "td"));
  const grid = h("table", { class: "grid" }, h("thead", {}, row(lines[at], "th")), h("tbody", {}, rows));
  return [h("div", { class: "grid-box", tabindex: "0" }, grid), end];
}

function list(lines, at) {
  const [, margin, mark] = lines[at].match(ITEM);
  const node = h(/\d/.test(mark) ? "ol" : "ul", { class: "rich-list" });
  while (at < lines.length) {
    const found = lines[at].match(ITEM);
    if (!found || found[1].length < margin.length) break;
    if (found[1].length === margin.length && /\d/.test(found[2]) !== /\d/.test(mark)) break;
    if (found[1].length > margin.length && node.lastElementChild) {
      const [inner, next] = list(lines, at);
      node.lastElementChild.append(inner);
      at = next;
      continue;
    }
    const task = found[3].match(/^\[([ xX])\]\s+(.*)$/);
    node.append(h("li", {}, task ? [task[1] === " " ? "☐ " : "☑ ", spans(task[2])] : spans(found[3])));
    at += 1;
  }
  return [node, at];
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
  const inner = lines
    .slice(at, end)
    .map((each) => each.replace(/^\s*> ?/, ""))
    .join("\n");
  return [h("blockquote", {}, markdown(inner)), end];
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !startOf(lines, end)) end += 1;
  return [h("p", { class: "lines", dir: "auto" }, spans(lines.slice(at, end).join("\n"))), end];
}

function startOf(lines, at) {
  const line = lines[at];
  if (/^\s*```/.test(line)) return fence;
  if (/^\s*(?:[-*_]\s*){3,}$/.test(line)) return (all, here) => [h("hr", {}), here + 1];
  if (/^#{1,6}\s/.test(line)) return heading;
  if (/^\s*>/.test(line)) return quote;
  if (line.includes("|") && /^[\s|:-]+$/.test(lines[at + 1] || "") && lines[at + 1].includes("-")) return table;
  return ITEM.test(line) ? list : null;
}

function heading(lines, at) {
  const [, marks, text] = lines[at].match(/^(#{1,6})\s+(.*?)\s*#*$/);
  return [
    h("p", { role: "heading", "aria-level": marks.length, class: `md-h${Math.min(marks.length, 3)}` }, spans(text)),
    at + 1,
  ];
}

/** A Markdown text as an array of block elements. */
export function markdown(text) {
  const lines = String(text ?? "").split("\n");
  const out = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].trim()) {
      at += 1;
      continue;
    }
    const [node, next] = (startOf(lines, at) || paragraph)(lines, at);
    out.push(node);
    at = next;
  }
  return out;
}
