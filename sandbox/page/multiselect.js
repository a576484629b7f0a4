// A select for several choices: the chosen ones as chips, the rest in a list that typing narrows.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed, placeUnder } from "./popups.js";
import { idOf, offered, valueOf } from "./selects.js";
import { words } from "./texts.js";
import * as world from "./world.js";

class MultiSelect {
  constructor(element, block, surface, ids) {
    Object.assign(this, { element, block, surface, active: -1, listId: freshId("list") });
    this.all = offered(element).flatMap((each) => each.choices);
    this.placeholder = words(element.placeholder) || "Select options";
    this.input = h("input", {
      id: ids.input,
      type: "text",
      role: "combobox",
      class: "chip-input",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-controls": this.listId,
      "aria-autocomplete": "list",
      "aria-labelledby": ids.label,
      "data-action": element.action_id,
      "aria-describedby": ids.describedBy,
      "aria-label": ids.label ? null : this.placeholder,
      oninput: () => this.open(),
      onclick: () => this.open(),
      onblur: () => this.close(),
      onkeydown: (event) => this.keys(event),
    });
    this.chips = h("div", { class: "chips" }, this.input);
    this.list = h("div", {
      class: "menu options",
      role: "listbox",
      id: this.listId,
      "aria-multiselectable": "true",
      hidden: true,
    });
    this.box = h(
      "div",
      { class: "field chip-box", onclick: (event) => event.target !== this.input && this.input.focus() },
      this.chips,
      this.list,
    );
    this.draw();
  }

  chosen() {
    return (this.surface.value(this.block, this.element) || []).map(idOf);
  }

  choice(id) {
    return this.all.find((each) => each.id === id) || { id, label: world.nameOf(id) };
  }

  fitting() {
    const typed = this.input.value.trim().toLowerCase();
    return this.all.filter((each) => each.label.toLowerCase().includes(typed));
  }

  async toggle(choice) {
    if (!(await confirmed(this.element.confirm))) return;
    const now = this.chosen();
    const next = now.includes(choice.id) ? now.filter((each) => each !== choice.id) : [...now, choice.id];
    this.input.value = "";
    const kept = next.slice(0, this.element.max_selected_items || Infinity).map((id) => this.heldFor(id));
    const told = this.surface.change(this.block, this.element, kept);
    this.surface.complain(this.block, null);
    this.draw();
    if (!this.list.hidden) this.open();
    await told;
  }

  /** The held value of a chosen id: as it stands already, or as it is offered. */
  heldFor(id) {
    const held = (this.surface.value(this.block, this.element) || []).find((each) => idOf(each) === id);
    return held || valueOf(this.choice(id));
  }

  draw() {
    // The input itself stays put: moving it would take its focus.
    this.chips.querySelectorAll(".chip").forEach((each) => each.remove());
    this.chips.prepend(
      ...this.chosen()
        .map((id) => this.choice(id))
        .map((choice) =>
          h(
            "span",
            { class: "chip" },
            choice.label,
            h(
              "button",
              { type: "button", "aria-label": `Remove ${choice.label}`, onclick: () => this.toggle(choice) },
              icon("close", 14),
            ),
          ),
        ),
    );
    this.input.placeholder = this.chosen().length ? "" : this.placeholder;
  }

  row(choice, place) {
    const chosen = this.chosen().includes(choice.id);
    return h(
      "div",
      {
        class: place === this.active ? "menu-item active" : "menu-item",
        role: "option",
        id: `${this.listId}-${place}`,
        "aria-selected": String(chosen),
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.toggle(choice),
      },
      h("span", { class: "tick", "aria-hidden": "true" }, chosen ? "✓" : ""),
      choice.label,
    );
  }

  open() {
    const fitting = this.fitting();
    this.active = Math.min(this.active, fitting.length - 1);
    this.list.hidden = false;
    this.list.replaceChildren(
      ...fitting.map((choice, place) => this.row(choice, place)),
      ...(fitting.length ? [] : [h("div", { class: "menu-note none" }, "No matches")]),
    );
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-activedescendant", this.active >= 0 ? `${this.listId}-${this.active}` : "");
    this.list.style.width = `${this.box.offsetWidth}px`;
    placeUnder(this.list, this.box);
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
  }

  keys(event) {
    const fitting = this.fitting();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Backspace" && !this.input.value && this.chosen().length) {
      this.toggle(this.choice(this.chosen().at(-1)));
      return;
    }
    if (step && fitting.length) {
      this.active =
        this.active < 0 ? (step > 0 ? 0 : fitting.length - 1) : (this.active + step + fitting.length) % fitting.length;
      this.open();
    } else if (event.key === "Enter" && !this.list.hidden && fitting.length) {
      this.toggle(fitting[Math.max(0, this.active)]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A select for several choices. `ids` = {label, input, describedBy} when a label names it. */
export const multiSelect = (element, block, surface, ids = {}) => new MultiSelect(element, block, surface, ids).box;
