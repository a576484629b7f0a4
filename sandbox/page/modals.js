// Modals as forms, one over the other. What was typed stays while block_id and action_id stay.

import * as api from "./api.js";
import { drawBlocks } from "./blocks.js";
import { freshId, h, oneAtATime, show, trapTab } from "./dom.js";
import { avatar } from "./faces.js";
import { icon } from "./icons.js";
import { here } from "./place.js";
import { busy } from "./popups.js";
import { doAs } from "./session.js";
import { complaint, holders, keyOf } from "./states.js";
import { Surface } from "./surface.js";
import { words } from "./texts.js";
import * as world from "./world.js";

const open = new Map();
let opener = null;

/** One modal on the stack. */
class Modal {
  constructor(view) {
    this.surface = new Surface({ kind: "modal", view_id: view.id }, doAs);
    const id = freshId("modal");
    this.title = h("h2", { id });
    this.body = h("div", { class: "blocks modal-body" });
    this.trouble = h("div", { class: "modal-trouble", role: "alert", hidden: true });
    this.foot = h("div", { class: "modal-foot" });
    const dismiss = { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => this.close() };
    const head = h(
      "div",
      { class: "modal-head" },
      avatar(world.theApp().bot_user_id, "md"),
      this.title,
      h("button", dismiss, icon("close")),
    );
    const onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    this.box = h(
      "div",
      { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": id, tabindex: "-1" },
      h("form", { class: "modal-form", novalidate: true, onsubmit }, head, this.body, this.trouble, this.foot),
    );
    this.node = h("div", { class: "veil modal-veil", onkeydown: (event) => this.keys(event) }, this.box);
    this.recall(view);
    this.draw(view);
  }

  /** After a reload of the page: what the workspace knows to have been typed, and what was wrong with it. */
  recall(view) {
    for (const block of view.blocks) {
      for (const element of holders(block)) {
        const state = view.state?.values?.[block.block_id]?.[element.action_id];
        if (state && state.type === element.type) this.surface.edits.set(keyOf(block, element), state);
      }
    }
    Object.entries(view.errors || {}).forEach(([id, sentence]) => this.surface.complaints.set(id, sentence));
  }

  keys(event) {
    trapTab(event, this.box);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }

  draw(view) {
    const fresh =
      !this.view || this.view.hash !== view.hash || JSON.stringify(this.view.blocks) !== JSON.stringify(view.blocks);
    this.view = view;
    if (fresh) {
      show(this.title, words(view.title));
      drawBlocks(this.body, view.blocks, this.surface);
    }
    const wants = view.submit || view.blocks.some((each) => each.type === "input");
    const labels = [words(view.close) || "Cancel", wants ? words(view.submit) || "Submit" : ""];
    if (this.foot.dataset.labels === labels.join("\n")) return;
    this.foot.dataset.labels = labels.join("\n");
    this.submitter = labels[1] && h("button", { type: "submit", class: "button primary" }, labels[1]);
    show(
      this.foot,
      h("button", { type: "button", class: "button", onclick: () => this.close() }, labels[0]),
      this.submitter,
    );
  }

  /** Focus what the app asked for, else the first input; a phone's keyboard stays down unless asked. */
  focus() {
    const asked = this.view.blocks
      .flatMap((each) => [each.element, each.accessory, ...(each.elements || [])])
      .find((each) => each?.focus_on_load);
    const all = [...this.body.querySelectorAll("[data-action]")];
    const typing = all.find((each) => /^(INPUT|TEXTAREA|SELECT)$/.test(each.tagName));
    const wanted = asked
      ? all.find((each) => each.dataset.action === asked.action_id)
      : matchMedia("(pointer: fine)").matches && typing;
    (wanted || this.box).focus();
  }

  blame(errors) {
    Object.entries(errors).forEach(([id, sentence]) => this.surface.complain({ block_id: id }, sentence));
    const first = this.view.blocks.find((each) => errors[each.block_id]);
    const node =
      first && [...this.body.querySelectorAll("[data-block]")].find((each) => each.dataset.block === first.block_id);
    node?.scrollIntoView({ block: "nearest" });
    node?.querySelector("input, select, textarea")?.focus();
  }

  async submit() {
    const inputs = this.view.blocks.filter((each) => each.type === "input");
    inputs.forEach((each) => this.surface.complain(each, null));
    this.tell(null);
    const found = inputs
      .map((each) => [each.block_id, complaint(each, this.surface.state(each, each.element))])
      .filter(([, sentence]) => sentence);
    if (found.length) return this.blame(Object.fromEntries(found));
    const deed = { do: "submit", view_id: this.view.id, values: this.surface.values() };
    const result = await busy(this.submitter, () => doAs(deed));
    if (Object.keys(result?.errors || {}).length) return this.blame(result.errors);
    return this.tell(result?.error || null);
  }

  tell(sentence) {
    this.trouble.hidden = !sentence;
    this.trouble.textContent = sentence || "";
  }

  async close() {
    const result = await doAs({ do: "close", view_id: this.view.id });
    if (result.error) this.tell(result.error);
  }
}

function draw(stack) {
  const box = document.getElementById("modals");
  if (stack.length && !open.size) opener = document.activeElement;
  const before = [...open.keys()].at(-1);
  const staying = new Set(stack.map((each) => each.id));
  for (const [id, modal] of open) {
    if (staying.has(id)) continue;
    modal.node.remove();
    open.delete(id);
  }
  for (const view of stack) {
    if (open.has(view.id)) {
      open.get(view.id).draw(view);
    } else {
      open.set(view.id, new Modal(view));
      box.append(open.get(view.id).node);
    }
  }
  const top = stack.at(-1)?.id;
  open.forEach((modal, id) => {
    modal.node.hidden = id !== top;
  });
  document.getElementById("page").inert = stack.length > 0;
  if (top && top !== before) open.get(top).focus();
  if (!top && before && opener?.isConnected) opener.focus();
}

/** Fetch the acting person's modal stack and draw it. */
export const refreshModals = oneAtATime(async () => {
  const { as } = here();
  const answer = await api.getModals(as).catch(() => null);
  if (answer?.ok && as === here().as) draw(answer.stack);
});

/** Take all modals off the page, as when another person is acted for; they stay open in the workspace. */
export function forgetModals() {
  draw([]);
}
