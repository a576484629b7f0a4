// Elements that are typed into: texts, numbers, dates, times, files.
// Every maker takes (element, block, surface, ids); ids = {label, input, describedBy}.

import { h, settled } from "./dom.js";
import { confirmed } from "./popups.js";
import { words } from "./texts.js";
import { unixOf, wallTime } from "./times.js";
import * as world from "./world.js";

const MODES = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };
const CHARACTER_PAUSE = 400;

const named = (element, ids, own) => ({
  id: ids.input,
  "aria-describedby": ids.describedBy,
  "aria-label": ids.label ? null : words(element.placeholder) || own,
  "aria-labelledby": ids.label,
  "data-action": element.action_id,
});

/** A text, address, link or number. With dispatch_action it tells the app on Enter or while one types. */
export function textInput(element, block, surface, ids = {}) {
  const moments = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const tell = () => surface.change(block, element, node.value);
  const whileTyping = settled(tell, CHARACTER_PAUSE);
  const shared = {
    ...named(element, ids, "Text"),
    class: "field",
    value: surface.value(block, element) || "",
    dir: "auto",
    placeholder: words(element.placeholder) || null,
    "aria-required": block.optional ? null : "true",
    oninput: () => {
      surface.change(block, element, node.value, { quiet: true });
      surface.complain(block, null);
      if (block.dispatch_action && moments.includes("on_character_entered")) whileTyping();
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || element.multiline) return;
      if (block.dispatch_action && moments.includes("on_enter_pressed")) {
        event.preventDefault();
        event.stopPropagation();
        tell();
      }
    },
  };
  const node = element.multiline
    ? h("textarea", { ...shared, rows: 4 })
    : h("input", { ...shared, type: "text", inputmode: MODES[element.type] || "text", autocomplete: "off" });
  return node;
}

function picker(element, block, surface, ids, { type, own, toInput, toValue, whole }) {
  const value = () => toInput(surface.value(block, element));
  const node = h("input", {
    ...named(element, ids, own),
    type,
    class: "field picker",
    value: value(),
    onchange: async () => {
      if (node.value && !whole(node.value)) return;
      if (toInput(toValue(node.value)) === value()) return;
      if (!(await confirmed(element.confirm))) {
        node.value = value();
        return;
      }
      surface.change(block, element, toValue(node.value));
    },
  });
  return node;
}

// While a year is being typed the browser reports the years 2, 20 and 202 on the way to 2026.
const wholeYear = (text) => Number(text.slice(0, 4)) >= 1000;

/** A day, YYYY-MM-DD. */
export const datePicker = (element, block, surface, ids = {}) =>
  picker(element, block, surface, ids, {
    type: "date",
    own: "Date",
    toInput: (value) => value || "",
    toValue: (text) => text || null,
    whole: wholeYear,
  });

/** A time of day, HH:mm. */
export const timePicker = (element, block, surface, ids = {}) =>
  picker(element, block, surface, ids, {
    type: "time",
    own: "Time",
    toInput: (value) => value || "",
    toValue: (text) => text || null,
    whole: () => true,
  });

/** An instant, in Unix seconds; typed in the acting person's zone. */
export const dateTimePicker = (element, block, surface, ids = {}) =>
  picker(element, block, surface, ids, {
    type: "datetime-local",
    own: "Date and time",
    whole: wholeYear,
    toInput: (value) => (value ? wallTime(new Date(value * 1000), world.zone()) : ""),
    toValue: (text) => (text ? unixOf(text, world.zone()) : null),
  });

/** Files to be sent along with a form. */
export function fileInput(element, block, surface, ids = {}) {
  const chosen = h("ul", { class: "files-chosen" });
  const draw = (names) => chosen.replaceChildren(...names.map((each) => h("li", {}, each)));
  const node = h("input", {
    ...named(element, ids, "Files"),
    type: "file",
    class: "field",
    multiple: (element.max_files || 10) > 1,
    accept: (element.filetypes || []).map((each) => `.${each}`).join(",") || null,
    onchange: () => {
      const files = [...node.files].slice(0, element.max_files || 10);
      draw(files.map((each) => each.name));
      surface.change(block, element, files.map(fileState));
    },
  });
  draw((surface.value(block, element) || []).map((each) => each.name));
  return h("div", {}, node, chosen);
}

const fileState = (file) => ({ name: file.name, title: file.name, mimetype: file.type, size: file.size });
