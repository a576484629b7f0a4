// Interactive block elements that are not typed into: buttons, overflow menus, checkboxes, radio buttons.
// Every maker takes (element, block, surface, ids); ids = {label, input, describedBy} when a label names the element.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { busy, confirmed, menu } from "./popups.js";
import { textNode, words } from "./texts.js";

/** A button; with `url` it also opens that page, as in Slack. */
export function button(element, block, surface) {
  const style = element.style ? ` ${element.style}` : "";
  const node = h(
    "button",
    {
      type: "button",
      class: `button${style}`,
      "aria-label": element.accessibility_label,
      "data-action": element.action_id,
      onclick: async () => {
        if (!(await confirmed(element.confirm))) return;
        if (/^https?:\/\//.test(element.url || "")) window.open(element.url, "_blank", "noopener");
        await busy(node, () => surface.click(block, element, "value" in element ? { value: element.value } : {}));
      },
    },
    words(element.text),
    element.url && h("span", { class: "button-link", "aria-hidden": "true" }, " ↗\uFE0E"),
  );
  return node;
}

/** An overflow menu behind three dots. */
export function overflow(element, block, surface) {
  const choose = async (option) => {
    if (!(await confirmed(element.confirm))) return;
    if (/^https?:\/\//.test(option.url || "")) window.open(option.url, "_blank", "noopener");
    await busy(node, () => surface.click(block, element, { selected_option: option }));
  };
  const items = () =>
    element.options.map((option) => ({
      label: words(option.text),
      note: words(option.description),
      act: () => choose(option),
    }));
  const node = h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More options",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-action": element.action_id,
      onclick: () => menu(node, items(), "More options"),
    },
    icon("dots"),
  );
  return node;
}

function choice(element, block, surface, ids, kind) {
  const name = freshId("choice");
  const chosen = () => [surface.value(block, element) || []].flat().map((each) => each.value);
  const rows = element.options.map((option) => {
    const [id, note] = [freshId("option"), freshId("note")];
    const input = h("input", {
      type: kind,
      id,
      name,
      checked: chosen().includes(option.value),
      "aria-describedby": option.description ? note : null,
      "data-action": element.action_id,
      "data-option": option.value,
      onchange: () => changed(),
    });
    const label = h("label", { for: id }, textNode(option.text, "span"));
    return h(
      "div",
      { class: "choice" },
      input,
      h(
        "div",
        { class: "choice-words" },
        label,
        option.description && h("div", { id: note, class: "choice-note" }, textNode(option.description)),
      ),
    );
  });
  const inputs = () => rows.map((row) => row.querySelector("input"));
  const draw = () =>
    inputs().forEach((each, at) => {
      each.checked = chosen().includes(element.options[at].value);
    });
  async function changed() {
    const picked = element.options.filter((option, at) => inputs()[at].checked);
    if (!(await confirmed(element.confirm))) return draw();
    return surface.change(block, element, kind === "radio" ? picked[0] || null : picked);
  }
  return h(
    "div",
    {
      class: "choices",
      role: kind === "radio" ? "radiogroup" : "group",
      "aria-labelledby": ids.label,
      "aria-describedby": ids.describedBy,
    },
    rows,
  );
}

/** Checkboxes. */
export const checkboxes = (element, block, surface, ids = {}) => choice(element, block, surface, ids, "checkbox");
/** Radio buttons. */
export const radioButtons = (element, block, surface, ids = {}) => choice(element, block, surface, ids, "radio");
