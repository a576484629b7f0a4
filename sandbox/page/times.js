// Instants in words, in a named zone. Formats and tokens: docs.slack.dev, "Formatting message text" and "Date element".

const DAY = 86_400_000;

const made = new Map();
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  return made.get(key);
}

/** An instant's calendar parts in a zone, as numbers: {year, month, day, hour, minute, second}. */
function partsIn(date, zone) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  const found = format(zone, options)
    .formatToParts(date)
    .filter((each) => each.type !== "literal");
  return Object.fromEntries(found.map((each) => [each.type, Number(each.value)]));
}

const two = (number) => String(number).padStart(2, "0");

/** The local calendar date, YYYY-MM-DD. */
export function isoDay(date, zone) {
  const { year, month, day } = partsIn(date, zone);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** The local wall time, YYYY-MM-DDTHH:mm, as datetime-local inputs hold it. */
export function wallTime(date, zone) {
  const { hour, minute } = partsIn(date, zone);
  return `${isoDay(date, zone)}T${two(hour)}:${two(minute)}`;
}

/** The Unix seconds of a wall time in a zone. A time that a clock change skips is read with the offset before it. */
export function unixOf(wall, zone) {
  const asUtc = Date.parse(`${wall}Z`);
  const offsetAt = (instant) => {
    const { year, month, day, hour, minute, second } = partsIn(new Date(instant), zone);
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
  const first = asUtc - offsetAt(asUtc);
  return Math.round((asUtc - offsetAt(first)) / 1000);
}

function nth(day) {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${{ 1: "st", 2: "nd", 3: "rd" }[day % 10] || "th"}`;
}

/** "2:05 PM". */
export const clockTime = (date, zone) => format(zone, { hour: "numeric", minute: "2-digit" }).format(date);
const clockSeconds = (date, zone) =>
  format(zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(date);
const weekday = (date, zone) => format(zone, { weekday: "long" }).format(date);
const month = (date, zone) => format(zone, { month: "long" }).format(date);

const plain = (date, zone) => `${month(date, zone)} ${nth(partsIn(date, zone).day)}, ${partsIn(date, zone).year}`;
const long = (date, zone) => `${weekday(date, zone)}, ${plain(date, zone)}`;
const short = (date, zone) => format(zone, { month: "short", day: "numeric", year: "numeric" }).format(date);

function near(date, zone, now) {
  const days = Math.round((Date.parse(isoDay(date, zone)) - Date.parse(isoDay(now, zone))) / DAY);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

/** A distance in words: "3 minutes ago", "in 2 days". */
function ago(date, now) {
  const seconds = (date - now) / 1000;
  const steps = [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = steps.find(([, each]) => Math.abs(seconds) >= each) || ["second", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

/** "Today", "Yesterday", "Monday, November 23rd", with the year when it is another one. */
export function dayDivider(date, zone, now) {
  const word = near(date, zone, now);
  if (word && word !== "tomorrow") return word[0].toUpperCase() + word.slice(1);
  const sameYear = partsIn(date, zone).year === partsIn(now, zone).year;
  return sameYear ? `${weekday(date, zone)}, ${month(date, zone)} ${nth(partsIn(date, zone).day)}` : long(date, zone);
}

const TOKENS = {
  date_num: (d, z) => isoDay(d, z),
  date_slash: (d, z) => isoDay(d, z).split("-").reverse().join("/"),
  date: plain,
  date_short: short,
  date_long: long,
  date_long_full: (d, z) => format(z, { month: "long", day: "numeric", year: "numeric" }).format(d),
  date_pretty: (d, z, now) => near(d, z, now) || plain(d, z),
  date_short_pretty: (d, z, now) => near(d, z, now) || short(d, z),
  date_long_pretty: (d, z, now) => near(d, z, now) || long(d, z),
  day_divider_pretty: (d, z, now) => near(d, z, now) || dayDivider(d, z, now),
  time: clockTime,
  time_secs: clockSeconds,
  ago: (d, z, now) => ago(d, now),
};

/** Fill Slack's date tokens, as in "{date_short_pretty} at {time}"; null when a token or the number is unknown. */
export function fillTokens(pattern, unix, zone, now) {
  const date = new Date(Number(unix) * 1000);
  const unknown = [...pattern.matchAll(/\{(\w+)\}/g)].some(([, name]) => !TOKENS[name]);
  if (unknown || Number.isNaN(date.getTime())) return null;
  return pattern.replace(/\{(\w+)\}/g, (all, name) => TOKENS[name](date, zone, now));
}

/** The clock at the top: "Mon, Nov 23, 2026, 2:05 PM". */
export const clockFace = (date, zone) =>
  format(zone, {
    weekday: "short",
    month: "short",
    day: "numeric",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
  }).format(date);

/** A tooltip's full instant: "Monday, November 23rd, 2026 at 2:05:09 PM". */
export const fullTime = (date, zone) => `${long(date, zone)} at ${clockSeconds(date, zone)}`;

/** A message's instant from its ts. */
export const ofTs = (ts) => new Date(Number(ts) * 1000);
