// The workspace as the acting person sees it: the last answer of /sandbox/state, with look-ups by id.

const NOBODY = { id: "", name: "", real_name: "", tz: "UTC", tz_label: "Coordinated Universal Time", color: "616061" };

let state = null;
let people = new Map();
let rooms = new Map();
let base = { server: 0, local: 0 };
let names = "";
let opened = null;

/** Take a new answer of /sandbox/state. */
export function take(answer) {
  state = answer;
  people = new Map(answer.users.map((each) => [each.id, each]));
  rooms = new Map(answer.channels.map((each) => [each.id, each]));
  opened ??= answer.last_stamp;
  base = { server: Date.parse(answer.now), local: performance.now() };
  names = answer.users.map((each) => each.real_name || each.name).join("|") + [...rooms.keys()].join("|");
}

/** Whether a message was there before this page was opened, by its timestamp. */
export const wasBefore = (ts) => opened !== null && Number(ts.replace(".", "")) <= opened;
/** Whether a first state has arrived. */
export const known = () => state !== null;
/** The workspace: {id, name, domain}. */
export const team = () => state.team;
/** The app: name, tabs, commands, shortcuts, whether it is connected. */
export const theApp = () => state.app;
/** The acting person. */
export const me = () => state?.me || NOBODY;
/** All people, bots included. */
export const users = () => state?.users || [];
/** All conversations the acting person may see. */
export const channels = () => state?.channels || [];
/** When the next thing is due, as a Date, or null. */
export const nextDue = () => (state?.next_due ? new Date(state.next_due) : null);
/** The workspace's present instant; runs on between two answers. */
export const now = () => new Date(state ? base.server + performance.now() - base.local : Date.now());
/** The acting person's zone. */
export const zone = () => me().tz || "UTC";
/** A user by id, or undefined. */
export const user = (id) => people.get(id);
/** A conversation by id, or undefined. */
export const channel = (id) => rooms.get(id);
/** Whether a user id is the app's own bot user. */
export const isApp = (id) => Boolean(id) && id === state?.app.bot_user_id;
/** The acting person's direct message with the app, or undefined. */
export const appRoom = () => channels().find((each) => each.kind === "im" && isApp(each.with));

/** A person's name as shown beside messages and after "@". */
export function nameOf(id) {
  const person = people.get(id);
  if (!person) return isApp(id) ? state.app.name : id;
  return isApp(id) ? state.app.name : person.real_name || person.name;
}

/** A conversation's title without its sign: channel name, the other person, or the names of a group. */
export function titleOf(room) {
  if (room.kind === "im") return nameOf(room.with) || "Direct message";
  if (room.kind === "mpim")
    return room.members
      .filter((each) => each !== me().id)
      .map(nameOf)
      .join(", ");
  return room.name;
}

/** A title with Slack's sign: "#general", or only the name for a direct message. */
export const signedTitle = (room) => (["im", "mpim"].includes(room.kind) ? titleOf(room) : `#${titleOf(room)}`);

/** Changes when drawn text could change though its data did not: another day, zone or name. */
export function drawnSign() {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone() }).format(now());
  return `${day} ${zone()} ${me().id} ${names}`;
}
