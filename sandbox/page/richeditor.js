// rich_text_input as a plain text box: what is typed in Slack's own marks (*bold*, • lists, > quotes, ``` code) becomes
// the rich_text that the app receives.

import { h } from "./dom.js";
import { words } from "./texts.js";

const MARKS = [
  ["Bold", "*"],
  ["Italic", "_"],
  ["Strikethrough", "~"],
  ["Code", "`"],
];
const STYLES = { "*": "bold", _: "italic", "~": "strike", "`": "code" };
const SIGNS = { bold: "*", italic: "_", strike: "~", code: "`" };
const RUN = /([*_~`])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])|<?(https?:\/\/[^\s<>|]+)>?|:([a-z0-9_+-]+):/gu;
const LINES = [
  ["bullet", /^(\s*)[•*-] (.*)$/],
  ["ordered", /^(\s*)\d+[.)] (.*)$/],
  ["quote", /^()> ?(.*)$/],
];

function runsOf(text, style = {}) {
  const out = [];
  let at = 0;
  const styled = Object.keys(style).length ? { style } : {};
  const plain = (upTo) => upTo > at && out.push({ type: "text", text: text.slice(at, upTo), ...styled });
  for (const found of text.matchAll(RUN)) {
    plain(found.index);
    const [all, mark, inner, url, code] = found;
    if (url) out.push({ type: "link", url, ...styled });
    else if (code) out.push({ type: "emoji", name: code });
    else if (mark === "`") out.push({ type: "text", text: inner, style: { ...style, code: true } });
    else out.push(...runsOf(inner, { ...style, [STYLES[mark]]: true }));
    at = found.index + all.length;
  }
  plain(text.length);
  return out;
}

function lineOf(line) {
  for (const [kind, pattern] of LINES) {
    const found = line.match(pattern);
    if (found) return { kind, indent: Math.min(8, Math.floor(found[1].length / 2)), text: found[2] };
  }
  return { kind: "section", indent: 0, text: line };
}

function partOf({ kind, indent }, texts) {
  if (kind === "bullet" || kind === "ordered") {
    const items = texts.map((each) => ({ type: "rich_text_section", elements: runsOf(each) }));
    return { type: "rich_text_list", style: kind, indent, elements: items };
  }
  return { type: kind === "quote" ? "rich_text_quote" : "rich_text_section", elements: runsOf(texts.join("\n")) };
}

/** The rich_text value of a typed text, or null when it is empty. */
function richOf(text) {
  if (!text.trim()) return null;
  const elements = [];
  text.split("```").forEach((piece, index) => {
    if (index % 2) {
      elements.push({
        type: "rich_text_preformatted",
        elements: [{ type: "text", text: piece.replace(/^\n|\n$/g, "") }],
      });
      return;
    }
    let run = null;
    for (const line of piece
      .replace(/^\n|\n$/g, "")
      .split("\n")
      .map(lineOf)) {
      if (run && run.kind === line.kind && run.indent === line.indent) run.texts.push(line.text);
      else elements.push((run = { ...line, texts: [line.text] }));
    }
  });
  const parts = elements.map((each) => (each.texts ? partOf(each, each.texts) : each));
  return { type: "rich_text", elements: parts.filter((each) => each.elements.length) };
}

function textOfRun(run) {
  const text =
    {
      text: run.text,
      link: run.url,
      emoji: `:${run.name}:`,
      user: `<@${run.user_id}>`,
      channel: `<#${run.channel_id}>`,
    }[run.type] || "";
  return Object.entries(SIGNS).reduce((all, [style, sign]) => (run.style?.[style] ? sign + all + sign : all), text);
}

/** The typed text of a rich_text value: the way back of `richOf`. */
function typedOf(rich) {
  const line = (part) => (part.elements || []).map(textOfRun).join("");
  return (rich?.elements || [])
    .map((part) => {
      if (part.type === "rich_text_preformatted") return `\`\`\`\n${line(part)}\n\`\`\``;
      if (part.type === "rich_text_quote")
        return line(part)
          .split("\n")
          .map((each) => `> ${each}`)
          .join("\n");
      if (part.type !== "rich_text_list") return line(part);
      const sign = (at) => (part.style === "ordered" ? `${at + 1}. ` : "• ");
      return part.elements.map((each, at) => "  ".repeat(part.indent || 0) + sign(at) + line(each)).join("\n");
    })
    .join("\n");
}

/** The rich_text_input element. */
export function richTextInput(element, block, surface, ids = {}) {
  const took = () => {
    surface.change(block, element, richOf(area.value), { quiet: true });
    surface.complain(block, null);
  };
  const area = h("textarea", {
    id: ids.input,
    class: "rich-area",
    rows: element.min_lines || 4,
    dir: "auto",
    "aria-labelledby": ids.label,
    "aria-describedby": ids.describedBy,
    "aria-label": ids.label ? null : "Text",
    "data-action": element.action_id,
    placeholder: words(element.placeholder) || null,
    value: typedOf(surface.value(block, element)),
    oninput: took,
    onchange: () => surface.change(block, element, richOf(area.value)),
  });
  const wrap = (sign) => {
    const [from, to] = [area.selectionStart, area.selectionEnd];
    area.setRangeText(sign + area.value.slice(from, to) + sign, from, to, "select");
    area.setSelectionRange(from + 1, to + 1);
    area.focus();
    took();
  };
  const bar = MARKS.map(([name, sign]) =>
    h(
      "button",
      {
        type: "button",
        class: "icon-button mark-button",
        "aria-label": name,
        title: name,
        onclick: () => wrap(sign),
      },
      h({ "*": "b", _: "i", "~": "s", "`": "code" }[sign], {}, name === "Code" ? "</>" : name[0]),
    ),
  );
  return h(
    "div",
    { class: "field rich-box" },
    h("div", { class: "rich-bar", role: "toolbar", "aria-label": "Formatting" }, bar),
    area,
  );
}
