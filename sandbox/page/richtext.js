// rich_text blocks: sections, nested lists, quotes and preformatted text, with all their runs.

import { h } from "./dom.js";
import { broadcast, channelMention, dateText, emojiNode, link, mention } from "./mrkdwn.js";

const STYLE_TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u", highlight: "mark" };

const RUNS = {
  text: (run) => run.text,
  emoji: (run) => emojiNode(run.name, run.skin_tone) || fromUnicode(run.unicode) || `:${run.name}:`,
  link: (run) => link(run.url, run.text || run.url),
  user: (run) => mention(run.user_id),
  channel: (run) => channelMention(run.channel_id),
  usergroup: (run) => h("span", { class: "mention" }, `@${run.usergroup_id}`),
  broadcast: (run) => broadcast(run.range),
  date: (run) =>
    dateText({ unix: run.timestamp, pattern: run.format, url: run.url, fallback: run.fallback, atStart: true }),
  color: (run) =>
    h("span", { class: "color-run" }, h("span", { class: "swatch", style: { background: run.value } }), run.value),
};

function fromUnicode(codes) {
  return codes ? String.fromCodePoint(...codes.split("-").map((each) => parseInt(each, 16))) : "";
}

function runNode(run) {
  const make = RUNS[run.type];
  let node = make ? make(run) : `[${run.type}]`;
  for (const [style, tag] of Object.entries(STYLE_TAGS)) {
    if (run.style?.[style]) node = h(tag, {}, node);
  }
  return node;
}

const runs = (part) => (part.elements || []).map(runNode);

const PARTS = {
  rich_text_section: (part) => h("div", { class: "lines", dir: "auto" }, runs(part)),
  rich_text_quote: (part) => h("blockquote", { class: "lines", dir: "auto" }, runs(part)),
  rich_text_preformatted: (part) => h("pre", { dir: "auto" }, runs(part)),
};

/** Lists follow each other with rising indents: nest each in the last item of the one above it. */
function nestLists(parts) {
  const out = [];
  let open = [];
  for (const part of parts) {
    if (part.type !== "rich_text_list") {
      open = [];
      out.push(PARTS[part.type]?.(part) || h("div", {}, `[${part.type}]`));
      continue;
    }
    const indent = part.indent || 0;
    while (open.length && open[open.length - 1].indent >= indent) {
      const last = open[open.length - 1];
      if (last.indent === indent && last.style === part.style && !part.offset) break;
      open.pop();
    }
    let top = open[open.length - 1];
    if (!top || top.indent < indent) {
      const list = listNode(part, indent);
      const parent = top && top.node.lastElementChild;
      if (parent) parent.append(list);
      else out.push(list);
      top = { indent, style: part.style, node: list };
      open.push(top);
    }
    part.elements.forEach((item) => top.node.append(h("li", {}, PARTS.rich_text_section(item))));
  }
  return out;
}

function listNode(part, indent) {
  const ordered = part.style === "ordered";
  const cls = `rich-list indent-${indent % 3}`;
  return h(ordered ? "ol" : "ul", { class: cls, start: ordered && part.offset ? part.offset + 1 : null });
}

/** A rich_text block as an array of elements. */
export const richText = (block) => nestLists(block.elements || []);
