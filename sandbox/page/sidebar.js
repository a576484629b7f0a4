// The left side: workspace, channels, direct messages, the app. On a phone it is the first screen.

import { h, show } from "./dom.js";
import { avatar, roomSign } from "./faces.js";
import { icon } from "./icons.js";
import { addressOf, here } from "./place.js";
import { createChannel } from "./rooms.js";
import * as world from "./world.js";

function row({ to, sign, label, unread = 0, current, muted, note }) {
  const cls = ["side-row", unread && "unread", muted && "muted"].filter(Boolean).join(" ");
  return h(
    "li",
    {},
    h(
      "a",
      { class: cls, href: addressOf({ as: here().as, ...to }), "aria-current": current ? "page" : null },
      sign,
      h("span", { class: "side-label" }, label),
      note && h("span", { class: "side-note" }, note),
      unread > 0 && h("span", { class: "count", "aria-label": `${unread} unread` }, unread),
    ),
  );
}

function roomRow(room) {
  return row({
    to: { channel: room.id },
    sign: roomSign(room),
    label: world.titleOf(room),
    unread: room.unread,
    current: here().channel === room.id,
    muted: !room.is_member || room.archived,
  });
}

function group(title, rows, extra) {
  return h(
    "section",
    { class: "side-group" },
    h("div", { class: "side-head" }, h("h2", {}, title), extra),
    h("ul", {}, rows),
  );
}

const byName = (a, b) => world.titleOf(a).localeCompare(world.titleOf(b));

function appRow() {
  const place = here();
  const room = world.appRoom();
  const app = world.theApp();
  const to = app.home_tab ? { tab: "home" } : { tab: "messages" };
  return row({
    to,
    sign: avatar(app.bot_user_id, "sm"),
    label: app.name,
    unread: room?.unread || 0,
    current: Boolean(place.tab) || (room && place.channel === room.id),
    note: app.connected ? null : "offline",
  });
}

/** Draw the sidebar into its element. */
export function drawSidebar(box) {
  const rooms = world.channels();
  const channels = rooms.filter((each) => ["channel", "private"].includes(each.kind)).sort(byName);
  const direct = rooms.filter((each) => ["im", "mpim"].includes(each.kind) && !world.isApp(each.with)).sort(byName);
  const add = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": "New channel", onclick: createChannel },
    icon("plus", 18),
  );
  const at = box.scrollTop;
  show(
    box,
    h(
      "div",
      { class: "team" },
      h("span", { class: "avatar md team-mark", "aria-hidden": "true" }, world.team().name[0]),
      h("div", {}, h("h1", {}, world.team().name), h("div", { class: "team-note" }, "Sandbox workspace")),
    ),
    h(
      "nav",
      { "aria-label": "Conversations" },
      group("Channels", channels.filter((each) => each.is_member).map(roomRow), add),
      channels.some((each) => !each.is_member) &&
        group("Other channels", channels.filter((each) => !each.is_member).map(roomRow)),
      direct.length > 0 && group("Direct messages", direct.map(roomRow)),
      group("Apps", [appRow()]),
    ),
  );
  box.scrollTop = at;
}
