// The drawer with the raw traffic between the workspace and the app, newest first.

import * as api from "./api.js";
import { freshId, h, keep, oneAtATime, settled } from "./dom.js";
import { icon } from "./icons.js";

const MOST = 400;
const KINDS = ["api", "event", "command", "interaction", "ack", "hook"];
let entries = [];
let last = 0;

const box = () => document.getElementById("traffic");
const pretty = (body) => (typeof body === "string" ? body : (JSON.stringify(body, null, 2) ?? ""));

/** Open the drawer when it is closed, close it when it is open. */
export function toggleTraffic() {
  const drawer = box();
  if (!drawer.firstChild) build(drawer);
  drawer.hidden = !drawer.hidden;
  document.body.classList.toggle("with-traffic", !drawer.hidden);
  if (drawer.hidden) return;
  refreshTraffic();
  drawer.querySelector("input").focus();
}

/** Fetch what is new when the drawer is open. */
export const refreshTraffic = oneAtATime(async () => {
  if (box().hidden) return;
  const answer = await api.getTraffic(last).catch(() => null);
  if (!answer?.ok) return;
  // A restarted sandbox counts from the beginning.
  if (answer.last < last) entries = [];
  last = answer.last;
  const known = new Set(entries.map((each) => each.n));
  entries = [...entries, ...answer.entries.filter((each) => !known.has(each.n))].slice(-MOST);
  draw();
});

function build(drawer) {
  const ids = [freshId("filter"), freshId("kind")];
  const redraw = settled(draw, 120);
  drawer.append(
    h(
      "div",
      { class: "pane-head" },
      h("h2", {}, "Raw traffic"),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close traffic", onclick: toggleTraffic },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "traffic-filter" },
      h("input", {
        id: ids[0],
        class: "field",
        type: "search",
        placeholder: "Filter by any word",
        "aria-label": "Filter traffic",
        oninput: redraw,
      }),
      h(
        "select",
        { id: ids[1], class: "field select", "aria-label": "Kind of traffic", onchange: draw },
        h("option", { value: "" }, "All kinds"),
        KINDS.map((each) => h("option", {}, each)),
      ),
    ),
    h("div", { class: "traffic-list" }),
  );
  drawer.addEventListener("keydown", (event) => event.key === "Escape" && toggleTraffic());
}

function draw() {
  const drawer = box();
  const [search, kind] = [
    drawer.querySelector("input").value.trim().toLowerCase(),
    drawer.querySelector("select").value,
  ];
  const fits = (each) =>
    (!kind || each.kind === kind) && (!search || JSON.stringify(each).toLowerCase().includes(search));
  keep(
    drawer.querySelector(".traffic-list"),
    entries
      .filter(fits)
      .reverse()
      .map((each) => ({
        key: String(each.n),
        sign: `${each.status} ${each.ms}`,
        draw: () => row(each),
      })),
  );
}

const isBad = (entry) =>
  /fail|timeout|error|refused/i.test(String(entry.status)) || Number(entry.status) >= 400 || entry.answer?.ok === false;

function row(entry) {
  const arrow = entry.direction === "in" ? "→" : "←";
  const title = entry.direction === "in" ? "from the app to Slack" : "from Slack to the app";
  const part = (name, body) =>
    body !== null && body !== undefined && body !== "" && h("div", {}, h("h3", {}, name), h("pre", {}, pretty(body)));
  const details = h(
    "details",
    { class: isBad(entry) ? "entry bad" : "entry" },
    h(
      "summary",
      {},
      h("span", { class: "arrow", title, "aria-label": title }, arrow),
      h("span", { class: "entry-kind" }, entry.kind),
      h("span", { class: "entry-name" }, entry.name),
      h("span", { class: "entry-status" }, String(entry.status ?? "")),
      h(
        "span",
        { class: "entry-ms" },
        entry.ms === null || entry.ms === undefined ? "" : `${Math.round(entry.ms * 10) / 10} ms`,
      ),
    ),
  );
  // The bodies are long and mostly unread: they are written out when somebody opens the entry.
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    details.append(
      h(
        "div",
        { class: "entry-body" },
        h("div", { class: "menu-note" }, `${entry.n} · ${entry.at}`),
        part("Body", entry.body),
        part("Answer", entry.answer),
      ),
    );
  });
  return details;
}
