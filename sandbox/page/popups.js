// Menus, confirm dialogs, small forms and notices: all that lies above the page.

import { freshId, h, show, trapTab } from "./dom.js";
import { icon } from "./icons.js";
import { textNode, words } from "./texts.js";

const layer = () => document.getElementById("layer");
let openMenu = null;

/** Close the open menu, if any. */
export function closeMenu() {
  openMenu?.();
}

/**
 * Open a menu under a button.
 * @param {HTMLElement} button
 * @param {{label: string, note?: string, act: () => void, current?: boolean, icon?: Node, disabled?: boolean}[]} items
 * @param {string} label the menu's accessible name
 */
export function menu(button, items, label) {
  closeMenu();
  const before = document.activeElement;
  const rows = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: item.current === undefined ? "menuitem" : "menuitemradio",
        class: "menu-item",
        "aria-checked": item.current === undefined ? null : String(item.current),
        disabled: item.disabled,
        onclick: () => {
          close();
          item.act();
        },
      },
      item.icon,
      h("span", { class: "menu-label" }, item.label),
      item.note && h("span", { class: "menu-note" }, item.note),
    ),
  );
  const box = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label, onkeydown: (event) => menuKeys(event, rows, close) },
    rows,
  );
  const away = (event) => box.contains(event.target) || button.contains(event.target) || close(false);
  function close(refocus = true) {
    box.remove();
    document.removeEventListener("pointerdown", away, true);
    button.setAttribute("aria-expanded", "false");
    if (refocus) (before?.isConnected ? before : button).focus();
    openMenu = null;
  }
  layer().append(box);
  placeUnder(box, button);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", away, true);
  openMenu = close;
  (rows.find((each, at) => items[at].current) || rows.find((each) => !each.disabled))?.focus();
}

function menuKeys(event, rows, close) {
  const at = rows.filter((each) => !each.disabled).indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (to !== undefined) {
    event.preventDefault();
    const open = rows.filter((each) => !each.disabled);
    open[(to + open.length) % open.length].focus();
  }
}

/** Put a floating box under (or, without room, over) an element, inside the window. */
export function placeUnder(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const below = at.bottom + 4 + height <= window.innerHeight || at.top < height;
  const top = below ? Math.min(at.bottom + 4, window.innerHeight - height - 8) : at.top - height - 4;
  box.style.top = `${Math.max(8, top)}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
}

/**
 * Open a small dialog of the page itself.
 * @param {{title: string, role?: string}} about
 * @param {(close: (answer?: any) => void) => Node[]} draw gives body and foot
 * @returns {Promise<any>} what close was called with; undefined when dismissed
 */
export function dialog({ title, role = "dialog", wide = false }, draw) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const id = freshId("dialog");
    const close = (answer) => {
      veil.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const box = h(
      "div",
      { class: wide ? "dialog wide" : "dialog", role, "aria-modal": "true", "aria-labelledby": id },
      h(
        "div",
        { class: "dialog-head" },
        h("h2", { id }, title),
        h(
          "button",
          { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => close() },
          icon("close"),
        ),
      ),
    );
    const veil = h(
      "div",
      {
        class: "veil",
        onkeydown: (event) => {
          trapTab(event, box);
          if (event.key !== "Escape") return;
          event.stopPropagation();
          close();
        },
        onpointerdown: (event) => event.target === veil && close(),
      },
      box,
    );
    box.append(...draw(close));
    layer().append(veil);
    (box.querySelector("[data-first]") || box.querySelector(".button.primary, .button.danger, input") || box).focus();
  });
}

/** Slack's confirm dialog of an element. Resolves to true when there is none, or when it was confirmed. */
export async function confirmed(confirm) {
  if (!confirm) return true;
  const style = confirm.style === "danger" ? "danger" : "primary";
  const answer = await dialog({ title: words(confirm.title), role: "alertdialog" }, (close) => [
    h("div", { class: "dialog-body" }, textNode(confirm.text)),
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", onclick: () => close(false) }, words(confirm.deny)),
      h(
        "button",
        { type: "button", class: `button ${style}`, "data-first": true, onclick: () => close(true) },
        words(confirm.confirm),
      ),
    ),
  ]);
  return answer === true;
}

/** Show a passing notice at the foot of the page; screen readers hear it. One `about` the same thing takes the last one's place. */
export function notice(sentence, { kind = "info", seconds = 7, about = "" } = {}) {
  const box = document.getElementById("notices");
  const close = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Dismiss notice", onclick: () => row.remove() },
    icon("close", 16),
  );
  const row = h(
    "div",
    { class: `notice ${kind}`, role: kind === "error" ? "alert" : "status", "data-about": about },
    kind === "error" && icon("warning"),
    h("span", {}, sentence),
    close,
  );
  if (about) for (const last of box.querySelectorAll(`[data-about="${about}"]`)) last.remove();
  box.append(row);
  while (box.children.length > 3) box.firstElementChild.remove();
  setTimeout(() => row.remove(), seconds * 1000);
}

/** Show that something is under way on a button until `deed` is over; a second press does nothing meanwhile. */
export async function busy(button, deed) {
  if (button.getAttribute("aria-busy") === "true") return undefined;
  button.setAttribute("aria-busy", "true");
  try {
    return await deed();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Replace the banner over the page; null takes it away. */
export function banner(...content) {
  const box = document.getElementById("banner");
  box.hidden = content[0] === null;
  show(box, ...content);
}
