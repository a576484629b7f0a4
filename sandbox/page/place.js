// Where one is, kept in the address so that a reload, a link and the Back button stay there:
// #as=U1&channel=C1&thread=1700000000.000100   #as=U1&home   #as=U1&messages   #as=U1&about   #as=U1 (the list)

const TABS = ["home", "messages", "about"];

/** The present place: {as, channel, thread, tab}; absent parts are "". */
export function here() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const tab = TABS.find((each) => parts.has(each)) || "";
  return { as: parts.get("as") || "", channel: parts.get("channel") || "", thread: parts.get("thread") || "", tab };
}

/** The address of a place. */
export function addressOf({ as, channel, thread, tab }) {
  const parts = [`as=${encodeURIComponent(as)}`];
  if (channel) parts.push(`channel=${encodeURIComponent(channel)}`);
  if (thread) parts.push(`thread=${encodeURIComponent(thread)}`);
  if (tab && !channel) parts.push(tab);
  return `#${parts.join("&")}`;
}

/** Go to a place of the same person; what is not named is left behind. `replace` adds no step to the history. */
export function go(to, { replace = false } = {}) {
  const address = addressOf({ as: here().as, ...to });
  if (address === location.hash) return;
  if (replace) {
    history.replaceState(null, "", address);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = address;
  }
}
