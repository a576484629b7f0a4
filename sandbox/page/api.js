// The sandbox's control API. The bot never uses it; Slack's own API lives under /api/.

async function fetched(path, options) {
  const answer = await fetch(path, { cache: "no-store", ...options });
  const body = await answer.json().catch(() => ({ ok: false, error: `The sandbox answered ${answer.status}.` }));
  if (!answer.ok && body.ok !== false) body.ok = false;
  if (!body.ok && !body.error) body.error = body.ack ? null : `The sandbox answered ${answer.status}.`;
  return body;
}

const post = (path, body) =>
  fetched(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const query = (parts) => new URLSearchParams(Object.entries(parts).filter(([, value]) => value)).toString();

/** Who and what there is, as the user `as` sees it. */
export const getState = (as) => fetched(`/sandbox/state?${query({ as })}`);
/** Messages of a conversation, or of one thread in it, oldest first. */
export const getHistory = (as, channel, thread) => fetched(`/sandbox/history?${query({ as, channel, thread })}`);
/** The Home view the app has published for this user, or null. */
export const getHome = (as) => fetched(`/sandbox/home?${query({ as })}`);
/** This user's open modals, the topmost last. */
export const getModals = (as) => fetched(`/sandbox/modals?${query({ as })}`);
/** Raw traffic newer than entry number `since`. */
export const getTraffic = (since) => fetched(`/sandbox/traffic?since=${since}`);
/** Do something as a user; resolves to the ack, new messages, views and what Slack would show as an error. */
export const act = (as, deed) => post("/sandbox/act", { as, ...deed });
/** Move the workspace's clock on: {advance: seconds}, {to: ISO} or {to_next_due: true}. */
export const moveClock = (how) => post("/sandbox/clock", how);

/**
 * Listen to what changes. Reconnects by itself; `onOpen` is called at each connection, for one may have missed things.
 * @returns {EventSource} close it to stop
 */
export function listen(as, { onChange, onOpen, onLost }) {
  const source = new EventSource(`/sandbox/stream?${query({ as })}`);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onopen = onOpen;
  source.onerror = onLost;
  return source;
}
