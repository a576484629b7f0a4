// Block Kit: one maker per block type, and the drawing of a whole surface.

import { freshId, h, keep } from "./dom.js";
import { visualization } from "./charts.js";
import { button, checkboxes, overflow, radioButtons } from "./elements.js";
import { datePicker, dateTimePicker, fileInput, textInput, timePicker } from "./inputs.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { richTextInput } from "./richeditor.js";
import { multiSelect } from "./multiselect.js";
import { singleSelect } from "./selects.js";
import { holders, stateWith } from "./states.js";
import { dataTable, table } from "./tables.js";
import { textNode, words } from "./texts.js";
import * as world from "./world.js";

const ELEMENTS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  image: (element) => picture(element, "thumb"),
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  file_input: fileInput,
  rich_text_input: richTextInput,
};
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  ELEMENTS[`${kind}_select`] = singleSelect;
  ELEMENTS[`multi_${kind}_select`] = multiSelect;
}

const strange = (what, type) => h("div", { class: "strange" }, `This page does not know the ${what} “${type}”.`);

function elementNode(element, block, surface, ids) {
  return ELEMENTS[element.type]?.(element, block, surface, ids) || strange("element", element.type);
}

/** An image; only what loopback serves is loaded, anything else shows its description and address. */
function picture({ image_url: url, slack_file: file, alt_text: alt }, cls) {
  const address = url || file?.url || "";
  const local = address && new URL(address, location.href).origin === location.origin;
  if (local || address.startsWith("data:image/")) return h("img", { src: address, alt, class: cls, loading: "lazy" });
  return h(
    "span",
    { class: `${cls} not-loaded`, role: "img", "aria-label": alt, title: address },
    cls === "thumb" ? "🖼" : `🖼 ${alt}`,
  );
}

const BLOCKS = {
  section: (block, surface) =>
    h(
      "div",
      { class: "section" },
      h(
        "div",
        { class: "section-words" },
        textNode(block.text),
        block.fields &&
          h(
            "div",
            { class: "fields" },
            block.fields.map((each) => textNode(each)),
          ),
      ),
      block.accessory && h("div", { class: "accessory" }, elementNode(block.accessory, block, surface)),
    ),
  actions: (block, surface) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((each) => elementNode(each, block, surface)),
    ),
  context: (block) =>
    h(
      "div",
      { class: "context" },
      block.elements.map((each) => (each.type === "image" ? picture(each, "context-image") : textNode(each, "span"))),
    ),
  divider: () => h("hr", {}),
  header: (block) => h("div", { class: "header", role: "heading", "aria-level": "3", dir: "auto" }, words(block.text)),
  image: (block) =>
    h("figure", { class: "figure" }, block.title && h("figcaption", {}, words(block.title)), picture(block, "picture")),
  input: inputBlock,
  rich_text: (block) => h("div", { class: "text" }, richText(block)),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
  table: (block) => table(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => visualization(block),
  alert: (block) => h("div", { class: `alert ${block.level || "default"}`, role: "note" }, textNode(block.text)),
};

function inputBlock(block, surface) {
  const { element } = block;
  const ids = { input: freshId("input"), label: freshId("label"), hint: freshId("hint") };
  ids.describedBy = `${ids.hint} ${errorId(surface, block)}`;
  const title = [words(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  const group = ["checkboxes", "radio_buttons"].includes(element.type);
  return h(
    "div",
    { class: "input" },
    h(group ? "div" : "label", { class: "label", id: ids.label, for: group ? null : ids.input, dir: "auto" }, title),
    elementNode(element, block, surface, ids),
    h("div", { class: "hint", id: ids.hint }, block.hint && textNode(block.hint)),
  );
}

const errorId = (surface, block) =>
  `error-${(surface.name ||= freshId("s"))}-${block.block_id || ""}`.replaceAll(/\s/g, "_");

function draw(block, surface) {
  const body = BLOCKS[block.type]?.(block, surface) || strange("block", block.type);
  const error = h("div", { class: "block-error", id: errorId(surface, block), role: "alert" });
  const node = h("div", { class: `block block-${block.type}`, "data-block": block.block_id }, body, error);
  tellComplaint(node, error, surface.complaints.get(block.block_id));
  return node;
}

function tellComplaint(node, error, sentence) {
  error.textContent = sentence || "";
  node.classList.toggle("wrong", Boolean(sentence));
  node.querySelectorAll("input, select, textarea").forEach((each) => {
    if (sentence) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  });
}

/** Choices that an updated view no longer offers are dropped, as the app could not know them. */
function forgetGone(surface, block) {
  for (const element of holders(block)) {
    const offered = [...(element.options || []), ...(element.option_groups || []).flatMap((each) => each.options)];
    if (!offered.length) continue;
    const value = surface.value(block, element);
    const has = (option) => offered.some((each) => each.value === option.value);
    if (Array.isArray(value) ? value.every(has) : !value || has(value)) continue;
    const left = Array.isArray(value) ? value.filter(has) : null;
    surface.edits.set(`${block.block_id}\n${element.action_id}`, stateWith(element, left));
  }
}

function focusMark(box) {
  const active = box.contains(document.activeElement) ? document.activeElement : null;
  const action = active?.dataset.action;
  if (!action) return null;
  const block = active.closest("[data-block]")?.dataset.block;
  const span = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return { active, block, action, option: active.dataset.option, span };
}

function refocus(box, mark) {
  if (!mark || mark.active.isConnected) return;
  const found = [...box.querySelectorAll("[data-action]")].find(
    (each) =>
      each.dataset.action === mark.action &&
      each.dataset.option === mark.option &&
      each.closest("[data-block]")?.dataset.block === mark.block,
  );
  found?.focus();
  if (found && mark.span?.[0] !== null && mark.span && found.setSelectionRange) found.setSelectionRange(...mark.span);
}

/**
 * Draw blocks into `box`. Blocks that did not change keep their elements; typed text and the focus stay where block_id
 * and action_id stay.
 */
export function drawBlocks(box, blocks, surface) {
  const mark = focusMark(box);
  surface.blocks = blocks;
  blocks.forEach((block) => forgetGone(surface, block));
  surface.redrawn = (id) =>
    box.querySelectorAll(":scope > .block").forEach((node) => {
      if (node.dataset.block !== id) return;
      tellComplaint(node, node.lastElementChild, surface.complaints.get(id));
    });
  const day = world.drawnSign();
  keep(
    box,
    blocks.map((block, at) => ({
      key: block.block_id || `#${at}`,
      sign: JSON.stringify(block) + day,
      draw: () => draw(block, surface),
    })),
  );
  refocus(box, mark);
  return box;
}
