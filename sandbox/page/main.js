// The page's beginning: who acts, what is shown, and what is fetched again when something changes.

import * as api from "./api.js";
import { drawAbout, drawAppMessages, drawHome } from "./apppane.js";
import { complain, drawNowhere, drawRoom, drawThread } from "./conversation.js";
import { h, oneAtATime, settled, show } from "./dom.js";
import { forgetModals, refreshModals } from "./modals.js";
import { go, here } from "./place.js";
import { banner, closeMenu } from "./popups.js";
import { afterDeeds, doAs } from "./session.js";
import { drawSidebar } from "./sidebar.js";
import { drawTopbar, startTicking } from "./topbar.js";
import { refreshTraffic } from "./traffic.js";
import * as world from "./world.js";

const part = (id) => document.getElementById(id);
const shown = { as: "", main: "", thread: "", log: null, threadLog: null, stream: null, lost: false };

function drawBanner() {
  if (shown.lost) return banner("The sandbox does not answer. Trying again…");
  const app = world.theApp();
  if (app.connected) return banner(null);
  return banner(
    h("strong", {}, `${app.name} is not connected. `),
    "Commands, buttons and forms fail until the bot is running.",
  );
}

const refreshState = oneAtATime(async () => {
  const { as } = here();
  const answer = await api.getState(as).catch(() => null);
  if (!answer?.ok || as !== here().as) return answer;
  world.take(answer);
  drawSidebar(part("sidebar"));
  drawTopbar(part("topbar"));
  drawBanner();
  document.title = `${world.team().name} · ${world.theApp().name} sandbox`;
  return answer;
});

const signOf = (room) =>
  `${room.id} ${room.is_member} ${room.archived} ${room.members.length} ${room.topic} ${world.titleOf(room)}`;

/** The room a fresh visitor sees on a desk: the app is most at home in a channel it shares with them. */
function firstRoom() {
  const mine = world
    .channels()
    .filter((each) => each.is_member && !each.archived && ["channel", "private"].includes(each.kind));
  const bot = world.theApp().bot_user_id;
  return (
    mine.find((each) => each.members.includes(bot) && each.kind === "private") ||
    mine.find((each) => each.members.includes(bot)) ||
    mine[0]
  );
}

async function drawMain(place) {
  const box = part("main");
  const room = world.channel(place.channel);
  const sign = `${world.me().id} ${place.tab} ${room ? signOf(room) : place.channel} ${world.theApp().connected && place.tab === "about"}`;
  if (sign === shown.main) return;
  const moved = shown.main.split(" ").slice(0, 3).join(" ") !== sign.split(" ").slice(0, 3).join(" ");
  shown.main = sign;
  if (place.tab === "home") shown.log = drawHome(box);
  else if (place.tab === "about") shown.log = drawAbout(box);
  else if (room && world.isApp(room.with)) shown.log = drawAppMessages(box, room);
  else if (room) shown.log = drawRoom(box, room);
  else {
    shown.log = null;
    drawNowhere(
      box,
      place.channel ? `${world.nameOf(world.me().id)} cannot see this conversation.` : "Choose a conversation.",
    );
  }
  if (moved && place.tab === "home") complain(await doAs({ do: "open_home" }));
  await shown.log?.refresh();
}

async function drawSide(place) {
  const room = world.channel(place.channel);
  const sign = room && place.thread ? `${world.me().id} ${room.id} ${place.thread} ${room.is_member}` : "";
  part("thread").hidden = !sign;
  if (sign === shown.thread) return;
  shown.thread = sign;
  shown.threadLog = sign ? drawThread(part("thread"), room, place.thread) : null;
  if (!sign) show(part("thread"));
  await shown.threadLog?.refresh();
}

async function openAppMessages() {
  if (!world.appRoom()) complain(await doAs({ do: "open_dm" }));
  else doAs({ do: "open_dm" }).then(complain);
  const room = world.appRoom();
  if (room) go({ channel: room.id }, { replace: true });
}

async function drawPlace() {
  const place = here();
  if (place.tab === "messages") return openAppMessages();
  const atList = !place.channel && !place.tab;
  const first = atList && !matchMedia("(max-width: 759px)").matches && firstRoom();
  if (first) return go({ channel: first.id }, { replace: true });
  document.body.dataset.screen = atList ? "list" : place.thread ? "thread" : "main";
  drawSidebar(part("sidebar"));
  return Promise.all([drawMain(place), drawSide(place)]);
}

function refreshShown() {
  return Promise.all([shown.log?.refresh(), shown.threadLog?.refresh()]);
}

async function refreshAll() {
  await refreshState();
  if (!world.known()) return;
  await Promise.all([drawPlace(), refreshModals(), refreshTraffic()]);
  await refreshShown();
}

const refreshStateSoon = settled(async () => {
  await refreshState();
  await drawPlace();
}, 60);

function onChange(change) {
  const place = here();
  if (change.what === "traffic") refreshTraffic();
  else if (change.what === "modal") refreshModals();
  else if (change.what === "home") place.tab === "home" && shown.log?.refresh();
  else {
    if (change.what === "channel" && change.channel === place.channel) refreshShown();
    if (change.what === "clock") refreshAll();
    refreshStateSoon();
  }
}

function onLost(lost) {
  if (shown.lost === lost) return;
  shown.lost = lost;
  if (world.known()) drawBanner();
  else if (lost) banner("The sandbox does not answer. Trying again…");
}

function follow(as) {
  shown.stream?.close();
  shown.stream = api.listen(as, {
    onChange,
    onOpen: () => {
      onLost(false);
      refreshAll();
    },
    onLost: () => onLost(true),
  });
}

/** Who to be when the address does not say: who one was last time, else whom the workspace offers. */
async function someone() {
  const last = localStorage.getItem("as");
  for (const as of last ? [last, ""] : [""]) {
    const answer = await api.getState(as).catch(() => ({ lost: true }));
    if (answer.ok || answer.lost) return { as: answer.me?.id, lost: answer.lost };
  }
  return {};
}

/** Act as whoever is there when the address names nobody, or somebody of another data folder. */
async function beSomebody(place) {
  const { as, lost } = await someone();
  if (as && as !== shown.as) return go({ ...place, as }, { replace: true });
  if (lost) {
    onLost(true);
    return setTimeout(arrive, 1000);
  }
  return banner(
    "Nobody is named in this address. Open the one that was printed at the start: it ends in #as= and a member’s id.",
  );
}

async function arrive() {
  const place = here();
  closeMenu();
  if (!place.as) return beSomebody(place);
  if (place.as === shown.as) return drawPlace();
  shown.as = place.as;
  forgetModals();
  const answer = await refreshState();
  if (answer && !answer.ok) return beSomebody({});
  localStorage.setItem("as", place.as);
  follow(place.as);
  if (!world.known()) return null;
  await drawPlace();
  return refreshModals();
}

afterDeeds(async (deed) => {
  if (deed.do === "mark_read" || deed.do === "open_home") return refreshState();
  await Promise.all([refreshState(), refreshModals(), refreshTraffic()]);
  if (["join", "leave", "invite", "create_channel", "open_dm"].includes(deed.do)) await drawPlace();
  return refreshShown();
});
window.addEventListener("hashchange", arrive);
window.addEventListener(
  "resize",
  settled(() => world.known() && drawPlace(), 150),
);
startTicking();
arrive();
