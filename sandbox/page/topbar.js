// The strip at the top: the workspace's clock with its time travel, the raw traffic, and who one acts as.

import { h, show } from "./dom.js";
import { avatar } from "./faces.js";
import { icon } from "./icons.js";
import { go, here } from "./place.js";
import { busy, menu, notice } from "./popups.js";
import { travel } from "./session.js";
import { clockFace, dayDivider, clockTime } from "./times.js";
import { toggleTraffic } from "./traffic.js";
import * as world from "./world.js";

const STEPS = [
  ["+1 hour", 3600],
  ["+1 day", 86_400],
  ["+1 week", 604_800],
];

function dueWords() {
  const due = world.nextDue();
  return due ? `${dayDivider(due, world.zone(), world.now())} at ${clockTime(due, world.zone())}` : "Nothing is due";
}

async function move(how, button) {
  const sentence = await busy(button, () => travel(how));
  if (sentence) notice(sentence, { seconds: 8, about: "clock" });
}

function stepButtons() {
  const due = h(
    "button",
    {
      type: "button",
      class: "top-button",
      disabled: !world.nextDue(),
      title: dueWords(),
      onclick: () => move({ to_next_due: true }, due),
    },
    "Next due",
  );
  return [
    due,
    STEPS.map(([label, seconds]) => {
      const step = h(
        "button",
        { type: "button", class: "top-button", onclick: () => move({ advance: seconds }, step) },
        label,
      );
      return step;
    }),
  ];
}

function clockMenu(button) {
  menu(
    button,
    [
      {
        label: "Next due",
        note: dueWords(),
        disabled: !world.nextDue(),
        act: () => move({ to_next_due: true }, button),
      },
      ...STEPS.map(([label, seconds]) => ({ label, act: () => move({ advance: seconds }, button) })),
    ],
    "Move the clock",
  );
}

function actingMenu(button) {
  const people = world.users().filter((each) => !each.is_bot && !each.deleted);
  menu(
    button,
    people.map((each) => ({
      label: world.nameOf(each.id),
      note: [each.tz_label, each.is_guest && "guest"].filter(Boolean).join(" · "),
      icon: avatar(each.id, "sm"),
      current: each.id === world.me().id,
      act: () => actAs(each.id),
    })),
    "Act as",
  );
}

/** Become another member; the place stays when they may see it. */
function actAs(id) {
  const { channel, tab } = here();
  const room = world.channel(channel);
  if (room && world.isApp(room.with)) return go({ as: id, tab: "messages" });
  const shared = room && (room.kind === "channel" || room.members.includes(id)) && room.kind !== "im";
  return go({ as: id, ...(shared ? { channel } : { tab }) });
}

function tick() {
  const face = document.querySelector(".clock-face");
  if (face && world.known()) face.textContent = clockFace(world.now(), world.zone());
}

/** Keep the clock's face right. */
export const startTicking = () => setInterval(tick, 1000);

/** Draw the top bar into its element. */
export function drawTopbar(box) {
  const me = world.me();
  const sign = JSON.stringify([me, world.nextDue()]);
  if (box.dataset.sign === sign) return tick();
  box.dataset.sign = sign;
  const travelButton = h(
    "button",
    {
      type: "button",
      class: "top-button phone-only square",
      "aria-label": "Move the clock",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => clockMenu(travelButton),
    },
    icon("clock"),
  );
  const acting = h(
    "button",
    {
      type: "button",
      class: "acting",
      "aria-label": `Acting as ${world.nameOf(me.id)}`,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => actingMenu(acting),
    },
    avatar(me.id, "sm"),
    h("span", { class: "desk-only" }, world.nameOf(me.id)),
    icon("chevron", 16),
  );
  return show(
    box,
    h(
      "div",
      { class: "clock", role: "group", "aria-label": "Workspace clock" },
      travelButton,
      h(
        "div",
        { class: "clock-words" },
        h("div", { class: "clock-face" }, clockFace(world.now(), world.zone())),
        h("div", { class: "clock-zone" }, me.tz_label),
      ),
      h("div", { class: "steps desk-only" }, stepButtons()),
    ),
    h(
      "div",
      { class: "top-right" },
      h(
        "button",
        {
          type: "button",
          class: "top-button traffic-button",
          "aria-label": "Raw traffic",
          title: "Raw traffic",
          onclick: toggleTraffic,
        },
        icon("traffic"),
        h("span", { class: "desk-only" }, "Traffic"),
      ),
      acting,
    ),
  );
}
