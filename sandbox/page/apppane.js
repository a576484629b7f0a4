// The app in the main pane: its Home, Messages and About tabs.

import * as api from "./api.js";
import { drawBlocks } from "./blocks.js";
import { backButton, footOf, MessageLog } from "./conversation.js";
import { h, oneAtATime, show } from "./dom.js";
import { avatar, nameTag } from "./faces.js";
import { go } from "./place.js";
import { doAs } from "./session.js";
import { Surface } from "./surface.js";
import { waysOf } from "./completion.js";
import * as world from "./world.js";

function tabs(current) {
  const app = world.theApp();
  const open = { home: app.home_tab, messages: app.messages_tab, about: true };
  const titles = { home: "Home", messages: "Messages", about: "About" };
  const names = Object.keys(open).filter((each) => open[each]);
  const step = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) go({ tab: names[(names.indexOf(current) + by + names.length) % names.length] });
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": app.name, onkeydown: step },
    names.map((name) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${name}`,
          class: "tab",
          "aria-selected": String(name === current),
          "aria-controls": "tab-panel",
          tabindex: name === current ? "0" : "-1",
          onclick: () => go({ tab: name }),
        },
        titles[name],
      ),
    ),
  );
}

function head(current) {
  const app = world.theApp();
  return [
    h(
      "header",
      { class: "pane-head app-head" },
      backButton("Back to the list", {}),
      avatar(app.bot_user_id),
      h("div", { class: "pane-title" }, h("h2", {}, nameTag(app.bot_user_id))),
    ),
    tabs(current),
  ];
}

const panel = (name, ...children) =>
  h(
    "div",
    { class: `panel panel-${name}`, role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${name}` },
    children,
  );

/** The Home tab. Returns an object whose `refresh` fetches the view again. */
export function drawHome(box) {
  const [as, surface] = [world.me().id, new Surface({ kind: "home" }, doAs)];
  const blocks = h("div", { class: "blocks home-blocks" });
  const empty = h(
    "p",
    { class: "empty", hidden: true },
    `${world.theApp().name} has not put anything on this page yet.`,
  );
  show(box, head("home"), panel("home", blocks, empty));
  const fetch = async () => {
    const answer = await api.getHome(as).catch(() => null);
    if (!answer?.ok) return;
    empty.hidden = Boolean(answer.view);
    drawBlocks(blocks, answer.view?.blocks || [], surface);
  };
  return { refresh: oneAtATime(fetch) };
}

/** The Messages tab: the acting person's direct message with the app. Returns its log. */
export function drawAppMessages(box, room) {
  const log = new MessageLog(room);
  show(box, head("messages"), panel("messages", log.node, footOf(room, log)));
  return log;
}

/** The About tab: what the manifest says. */
export function drawAbout(box) {
  const app = world.theApp();
  const row = (each) =>
    h(
      "li",
      {},
      h("code", {}, each.command),
      h("div", {}, each.description),
      h(
        "div",
        { class: "ways" },
        waysOf(each.usage_hint).map((way) => h("code", {}, `${each.command} ${way}`)),
      ),
    );
  show(
    box,
    head("about"),
    panel(
      "about",
      h(
        "div",
        { class: "about" },
        h("p", {}, app.connected ? "Connected to this workspace." : "Not connected to this workspace."),
        h("h3", {}, "Commands"),
        h("ul", { class: "about-list" }, app.commands.map(row)),
        app.shortcuts.length > 0 && [
          h("h3", {}, "Shortcuts"),
          h(
            "ul",
            { class: "about-list" },
            app.shortcuts.map((each) => h("li", {}, h("strong", {}, each.name), h("div", {}, each.description))),
          ),
        ],
      ),
    ),
  );
  return { refresh: async () => {} };
}
