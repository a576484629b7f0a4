// What select menus offer, and the select for one choice: the browser's own, for it is good on a phone.

import { h } from "./dom.js";
import { confirmed } from "./popups.js";
import { words } from "./texts.js";
import * as world from "./world.js";

const KINDS = { im: "im", mpim: "mpim", private: "private", public: "channel" };

function people() {
  return world
    .users()
    .filter((each) => !each.deleted)
    .map((each) => ({ id: each.id, label: world.nameOf(each.id) }));
}

function conversations(filter = {}) {
  const kinds = filter.include?.map((each) => KINDS[each]);
  return world
    .channels()
    .filter((each) => !each.archived && (!kinds || kinds.includes(each.kind)))
    .filter((each) => !(filter.exclude_bot_users && each.kind === "im" && world.user(each.with)?.is_bot))
    .map((each) => ({ id: each.id, label: world.signedTitle(each) }));
}

/** What a select offers, in groups: [{label, choices: [{id, label, note, option}]}]. */
export function offered(element) {
  const option = (each) => ({ id: each.value, label: words(each.text), note: words(each.description), option: each });
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select") return [{ choices: people() }];
  if (kind === "conversations_select") return [{ choices: conversations(element.filter) }];
  if (kind === "channels_select") return [{ choices: conversations({ include: ["public"] }) }];
  if (kind === "external_select")
    return [{ choices: [element.initial_option, ...(element.initial_options || [])].filter(Boolean).map(option) }];
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ label: words(group.label), choices: group.options.map(option) }));
  }
  return [{ choices: (element.options || []).map(option) }];
}

/** The id of what a state holds: an option's value, or the id of a person or channel itself. */
export const idOf = (value) => (value && typeof value === "object" ? value.value : value);
/** What a state holds for a choice: its option object, or its id. */
export const valueOf = (choice) => choice.option || choice.id;

/** A select for one choice. `ids` = {label, input, describedBy} when a label names it. */
export function singleSelect(element, block, surface, ids = {}) {
  const groups = offered(element);
  const all = groups.flatMap((each) => each.choices);
  const current = () => idOf(surface.value(block, element)) || "";
  const options = (group) =>
    group.choices.map((each) => h("option", { value: each.id, selected: each.id === current() }, each.label));
  const note = h("div", { class: "choice-note" });
  const draw = () => {
    node.value = current();
    note.textContent = all.find((each) => each.id === current())?.note || "";
  };
  const empty = words(element.placeholder) || "Select an option";
  const node = h(
    "select",
    {
      id: ids.input,
      class: "field select",
      "aria-labelledby": ids.label,
      "aria-describedby": ids.describedBy,
      "aria-label": ids.label ? null : empty,
      "data-action": element.action_id,
      onchange: async () => {
        const picked = all.find((each) => each.id === node.value);
        if (!(await confirmed(element.confirm))) return draw();
        await surface.change(block, element, picked ? valueOf(picked) : null);
        return draw();
      },
    },
    h("option", { value: "", disabled: block.type !== "input" || !block.optional }, empty),
    groups.map((group) => (group.label ? h("optgroup", { label: group.label }, options(group)) : options(group))),
  );
  draw();
  return h("div", { class: "select-box" }, node, note);
}
