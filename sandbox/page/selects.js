// Select menus: the browser's own for one choice (it is good on a phone), a filtered list for several.
// Every maker takes (element, block, surface, ids); ids = {label, input, describedBy}.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed, placeUnder } from "./popups.js";
import { fieldOf } from "./states.js";
import { words } from "./texts.js";
import * as world from "./world.js";

const KINDS = { im: "im", mpim: "mpim", private: "private", public: "channel" };

function people() {
  return world.users().filter((each) => !each.deleted).map((each) => ({ id: each.id, label: world.nameOf(each.id) }));
}

function conversations(filter = {}) {
  const kinds = filter.include?.map((each) => KINDS[each]);
  return world.channels()
    .filter((each) => !each.archived && (!kinds || kinds.includes(each.kind)))
    .filter((each) => !(filter.exclude_bot_users && each.kind === "im" && world.user(each.with)?.is_bot))
    .map((each) => ({ id: each.id, label: world.signedTitle(each) }));
}

/** What a select offers, in groups: [{label, choices: [{id, label, note, option}]}]. */
function offered(element) {
  const option = (each) => ({ id: each.value, label: words(each.text), note: words(each.description), option: each });
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select") return [{ choices: people() }];
  if (kind === "conversations_select") return [{ choices: conversations(element.filter) }];
  if (kind === "channels_select") return [{ choices: conversations({ include: ["public"] }) }];
  if (kind === "external_select") return [{ choices: [element.initial_option, ...(element.initial_options || [])].filter(Boolean).map(option) }];
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ label: words(group.label), choices: group.options.map(option) }));
  }
  return [{ choices: (element.options || []).map(option) }];
}

const idOf = (value) => (value && typeof value === "object" ? value.value : value);
const valueOf = (choice) => choice.option || choice.id;

/** A select for one choice. */
export function singleSelect(element, block, surface, ids = {}) {
  const groups = offered(element);
  const all = groups.flatMap((each) => each.choices);
  const current = () => idOf(surface.value(block, element)) || "";
  const options = (group) => group.choices.map((each) => h("option", { value: each.id, selected: each.id === current() }, each.label));
  const note = h("div", { class: "choice-note" });
  const draw = () => {
    node.value = current();
    note.textContent = all.find((each) => each.id === current())?.note || "";
  };
  const empty = words(element.placeholder) || "Select an option";
  const node = h("select", {
    id: ids.input, class: "field select", "aria-labelledby": ids.label, "aria-describedby": ids.describedBy,
    "aria-label": ids.label ? null : empty, "data-action": element.action_id,
    onchange: async () => {
      const picked = all.find((each) => each.id === node.value);
      if (!await confirmed(element.confirm)) return draw();
      await surface.change(block, element, picked ? valueOf(picked) : null);
      return draw();
    },
  }, h("option", { value: "", disabled: block.type !== "input" || !block.optional }, empty),
  groups.map((group) => (group.label ? h("optgroup", { label: group.label }, options(group)) : options(group))));
  draw();
  return h("div", { class: "select-box" }, node, note);
}

/** A select for several choices: chosen ones as chips, the rest in a list that typing narrows. */
export function multiSelect(element, block, surface, ids = {}) {
  const groups = offered(element);
  const listId = freshId("list");
  const all = groups.flatMap((each) => each.choices);
  const chosen = () => (surface.value(block, element) || []).map(idOf);
  const list = h("div", { class: "menu options", role: "listbox", id: listId, "aria-multiselectable": "true", hidden: true });
  const input = h("input", {
    id: ids.input, type: "text", role: "combobox", class: "chip-input", autocomplete: "off", "aria-expanded": "false",
    "aria-controls": listId, "aria-autocomplete": "list", "aria-labelledby": ids.label, "data-action": element.action_id,
    "aria-describedby": ids.describedBy, "aria-label": ids.label ? null : words(element.placeholder) || "Select options",
    oninput: () => open(), onclick: () => open(), onkeydown: (event) => keys(event),
    onblur: () => close(),
  });
  const chips = h("div", { class: "chips" }, input);
  let at = -1;
  const shown = () => all.filter((each) => each.label.toLowerCase().includes(input.value.trim().toLowerCase()));

  async function toggle(choice) {
    const now = chosen();
    const most = element.max_selected_items || Infinity;
    const next = now.includes(choice.id) ? now.filter((each) => each !== choice.id) : [...now, choice.id].slice(0, most);
    if (!await confirmed(element.confirm)) return;
    input.value = "";
    const told = surface.change(block, element, next.map((id) => valueOf(all.find((each) => each.id === id) || { id })));
    surface.complain(block, null);
    draw();
    if (!list.hidden) open();
    await told;
  }
  function draw() {
    // The input itself stays put: moving it would take its focus.
    chips.querySelectorAll(".chip").forEach((each) => each.remove());
    chips.prepend(...chosen().map((id) => {
      const choice = all.find((each) => each.id === id) || { id, label: world.nameOf(id) };
      return h("span", { class: "chip" }, choice.label,
        h("button", { type: "button", "aria-label": `Remove ${choice.label}`, onclick: () => toggle(choice) }, icon("close", 14)));
    }));
    input.placeholder = chosen().length ? "" : words(element.placeholder) || "Select options";
  }
  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const rows = shown();
    at = Math.min(at, rows.length - 1);
    list.replaceChildren(...rows.map((choice, place) => h("div", {
      class: place === at ? "menu-item active" : "menu-item", role: "option", id: `${listId}-${place}`,
      "aria-selected": String(chosen().includes(choice.id)),
      onpointerdown: (event) => event.preventDefault(), onclick: () => toggle(choice),
    }, h("span", { class: "tick", "aria-hidden": "true" }, chosen().includes(choice.id) ? "✓" : ""), choice.label)),
    ...(rows.length ? [] : [h("div", { class: "menu-note" }, "No matches")]));
    input.setAttribute("aria-activedescendant", at >= 0 ? `${listId}-${at}` : "");
    list.style.width = `${box.offsetWidth}px`;
    placeUnder(list, box);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }
  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
  }
  function keys(event) {
    const rows = shown();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % Math.max(1, rows.length);
      open();
    } else if (event.key === "Enter" && !list.hidden && rows.length) {
      toggle(rows[Math.max(0, at)]);
    } else if (event.key === "Escape" && !list.hidden) {
      close();
    } else if (event.key === "Backspace" && !input.value && chosen().length) {
      toggle(all.find((each) => each.id === chosen().at(-1)) || { id: chosen().at(-1) });
      return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
  const box = h("div", { class: "field chip-box", "data-field": fieldOf(element.type), onclick: (event) => event.target === box && input.focus() }, chips, list);
  draw();
  return box;
}
