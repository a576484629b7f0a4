// The box one types into. Enter sends, Shift+Enter makes a new line, Tab takes what is offered.

import { offers } from "./completion.js";
import { freshId, h, show } from "./dom.js";
import { icon } from "./icons.js";
import { menu, notice } from "./popups.js";
import { doAs, sendLine } from "./session.js";
import * as world from "./world.js";

const drafts = new Map();

/**
 * Make a composer.
 * @param {object} room the conversation
 * @param {{thread?: string, label: string, key: string}} about label is its accessible name; drafts are kept by key
 */
export function composer(room, { thread = "", label, key }) {
  const listId = freshId("offers");
  const picked = new Map();
  let offer = null;

  const area = h("textarea", {
    class: "composer-text", rows: 1, "aria-label": label, placeholder: label, "aria-autocomplete": "list", "aria-controls": listId,
    enterkeyhint: "send", dir: "auto", value: drafts.get(key) || "", oninput: () => typed(), onkeydown: (event) => keys(event),
    onblur: () => hide(), onclick: () => look(),
  });
  const list = h("div", { class: "offers", role: "listbox", id: listId, "aria-label": "Suggestions", hidden: true });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send now", disabled: !area.value.trim(), onclick: () => submit() }, icon("send"));
  const plus = h("button", {
    type: "button", class: "icon-button", "aria-label": "Commands and shortcuts", "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => plusMenu(),
  }, icon("plus"));

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * 0.4)}px`;
  }
  function typed() {
    drafts.set(key, area.value);
    send.disabled = !area.value.trim();
    grow();
    look();
  }
  function look() {
    offer = offers(area.value.slice(0, area.selectionStart), room);
    if (!offer?.items.length) return hide();
    return drawOffers();
  }
  function drawOffers() {
    list.hidden = false;
    show(list, h("div", { class: "offers-title" }, offer.title), offer.items.map((item, at) => h("div", {
      class: at === offer.active ? "offer active" : "offer", role: "option", id: `${listId}-${at}`,
      "aria-selected": String(at === offer.active), onpointerdown: (event) => event.preventDefault(), onclick: () => take(item),
    }, h("span", { class: "offer-label" }, item.label), item.note && h("span", { class: "offer-note" }, item.note))));
    area.setAttribute("aria-activedescendant", offer.active >= 0 ? `${listId}-${offer.active}` : "");
  }
  function hide() {
    list.hidden = true;
    offer = null;
    area.removeAttribute("aria-activedescendant");
  }
  function take(item) {
    if (item.user) picked.set(item.insert.trim(), item.user);
    area.setRangeText(item.insert, offer.from, area.selectionStart, "end");
    area.focus();
    typed();
  }
  function keys(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (offer && moves) {
      const count = offer.items.length;
      offer.active = offer.active < 0 ? (moves > 0 ? 0 : count - 1) : (offer.active + moves + count) % count;
      drawOffers();
    } else if (offer && event.key === "Tab") {
      take(offer.items[Math.max(0, offer.active)]);
    } else if (offer && event.key === "Enter" && !event.shiftKey && offer.active >= 0) {
      take(offer.items[offer.active]);
    } else if (offer && event.key === "Escape") {
      hide();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      submit();
    } else {
      return;
    }
    event.preventDefault();
  }
  /** Names that were taken from the list become ids, so that two people of one name stay apart. */
  function withIds(text) {
    return [...picked].sort(([a], [b]) => b.length - a.length).reduce((all, [name, id]) => all.replaceAll(name, `<@${id}>`), text);
  }
  async function submit() {
    const text = area.value.trimEnd();
    if (!text.trim()) return;
    area.value = "";
    hide();
    typed();
    const taken = await sendLine(room, withIds(text), thread);
    if (!taken && !area.value) {
      area.value = text;
      typed();
      hide();
    }
  }
  function start(text) {
    area.value = text;
    area.focus();
    typed();
  }
  async function run(shortcut) {
    const result = await doAs({ do: "shortcut", callback_id: shortcut.callback_id, channel: room.id });
    if (result.error) notice(result.error, { kind: "error" });
  }
  function plusMenu() {
    const app = world.theApp();
    const commands = thread ? [] : app.commands.map((each) => ({
      label: each.command, note: each.description, icon: icon("bolt"), act: () => start(`${each.command} `),
    }));
    const shortcuts = app.shortcuts.filter((each) => each.type === "global").map((each) => ({
      label: each.name, note: each.description, icon: icon("bolt"), act: () => run(each),
    }));
    menu(plus, [...commands, ...shortcuts, { label: `Mention ${app.name}`, icon: icon("people"), act: () => start(`${area.value}@${app.name} `) }],
      "Commands and shortcuts");
  }

  requestAnimationFrame(grow);
  return h("div", { class: "composer" }, list, h("div", { class: "composer-box" }, area, h("div", { class: "composer-foot" }, plus, send)));
}
