// The box one types into. Enter sends, Shift+Enter makes a new line, Tab takes what is offered.

import { offers } from "./completion.js";
import { freshId, h, show } from "./dom.js";
import { icon } from "./icons.js";
import { menu, notice } from "./popups.js";
import { doAs, sendLine } from "./session.js";
import * as world from "./world.js";

const drafts = new Map();

class Composer {
  constructor(room, { thread, label, key, onSend }) {
    Object.assign(this, { room, thread, key, onSend, offer: null, picked: new Map(), listId: freshId("offers") });
    this.area = h("textarea", {
      class: "composer-text",
      rows: 1,
      "aria-label": label,
      placeholder: label,
      "aria-autocomplete": "list",
      "aria-controls": this.listId,
      enterkeyhint: "send",
      dir: "auto",
      value: drafts.get(key) || "",
      oninput: () => this.typed(),
      onclick: () => this.look(),
      onblur: () => this.hide(),
      onkeydown: (event) => this.keys(event),
    });
    this.list = h("div", {
      class: "offers",
      role: "listbox",
      id: this.listId,
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.sender = h(
      "button",
      {
        type: "button",
        class: "send",
        "aria-label": "Send now",
        disabled: !this.area.value.trim(),
        onclick: () => this.send(),
      },
      icon("send"),
    );
    this.plus = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Commands and shortcuts",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: () => this.plusMenu(),
      },
      icon("plus"),
    );
    this.node = h(
      "div",
      { class: "composer" },
      this.list,
      h("div", { class: "composer-box" }, this.area, h("div", { class: "composer-foot" }, this.plus, this.sender)),
    );
    requestAnimationFrame(() => this.grow());
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, window.innerHeight * 0.4)}px`;
  }

  typed() {
    drafts.set(this.key, this.area.value);
    this.sender.disabled = !this.area.value.trim();
    this.grow();
    this.look();
  }

  set(text) {
    this.area.value = text;
    this.typed();
  }

  /** Begin a line for the person and let them go on. */
  start(text) {
    this.area.focus();
    this.set(text);
  }

  look() {
    this.offer = offers(this.area.value.slice(0, this.area.selectionStart), this.room);
    if (this.offer?.items.length) this.drawOffers();
    else this.hide();
  }

  drawOffers() {
    const { title, items, active } = this.offer;
    this.list.hidden = false;
    show(
      this.list,
      h("div", { class: "offers-title" }, title),
      items.map((item, at) =>
        h(
          "div",
          {
            class: at === active ? "offer active" : "offer",
            role: "option",
            id: `${this.listId}-${at}`,
            "aria-selected": String(at === active),
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => this.take(item),
          },
          h("span", { class: "offer-label" }, item.label),
          item.note && h("span", { class: "offer-note" }, item.note),
        ),
      ),
    );
    this.area.setAttribute("aria-activedescendant", active >= 0 ? `${this.listId}-${active}` : "");
  }

  hide() {
    this.list.hidden = true;
    this.offer = null;
    this.area.removeAttribute("aria-activedescendant");
  }

  take(item) {
    if (item.user) this.picked.set(item.insert.trim(), item.user);
    this.area.setRangeText(item.insert, this.offer.from, this.area.selectionStart, "end");
    this.area.focus();
    this.typed();
  }

  move(step) {
    const count = this.offer.items.length;
    this.offer.active = this.offer.active < 0 ? (step > 0 ? 0 : count - 1) : (this.offer.active + step + count) % count;
    this.drawOffers();
  }

  keys(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const enter = event.key === "Enter" && !event.shiftKey;
    if (this.offer && step) this.move(step);
    else if (this.offer && event.key === "Tab" && !event.shiftKey)
      this.take(this.offer.items[Math.max(0, this.offer.active)]);
    else if (this.offer && enter && this.offer.active >= 0) this.take(this.offer.items[this.offer.active]);
    else if (this.offer && event.key === "Escape") this.hide();
    else if (enter) this.send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Names that were taken from the list become ids, so that two people of one name stay apart. */
  withIds(text) {
    const longestFirst = [...this.picked].sort(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((all, [name, id]) => all.replaceAll(name, `<@${id}>`), text);
  }

  async send() {
    const text = this.area.value.trimEnd();
    if (!text.trim()) return;
    this.set("");
    this.onSend();
    const taken = await sendLine(this.room, this.withIds(text), this.thread);
    // What Slack refused is given back, unless the person is already typing something else.
    if (taken || this.area.value) return;
    this.set(text);
    this.hide();
  }

  async run(shortcut) {
    const result = await doAs({ do: "shortcut", callback_id: shortcut.callback_id, channel: this.room.id });
    if (result.error) notice(result.error, { kind: "error" });
  }

  plusMenu() {
    const app = world.theApp();
    const commands = this.thread
      ? []
      : app.commands.map((each) => ({
          label: each.command,
          note: each.description,
          icon: icon("bolt"),
          act: () => this.start(`${each.command} `),
        }));
    const shortcuts = app.shortcuts
      .filter((each) => each.type === "global")
      .map((each) => ({
        label: each.name,
        note: each.description,
        icon: icon("bolt"),
        act: () => this.run(each),
      }));
    const mention = {
      label: `Mention ${app.name}`,
      icon: icon("people"),
      act: () => this.start(`${this.area.value}@${app.name} `),
    };
    menu(this.plus, [...commands, ...shortcuts, mention], "Commands and shortcuts");
  }
}

/**
 * Make a composer.
 * @param {object} room the conversation
 * @param {{thread?: string, label: string, key: string, onSend: () => void}} about label is its accessible name; drafts are
 * kept by key; onSend is called when a line leaves
 */
export const composer = (room, { thread = "", ...about }) => new Composer(room, { thread, ...about }).node;
