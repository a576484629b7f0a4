// Elements are made here and nowhere else. Data only ever becomes text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";
let lastId = 0;

/** A fresh id for binding labels, hints and errors to their input. */
export const freshId = (prefix = "e") => `${prefix}${++lastId}`;

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") Object.entries(value).forEach(([key, each]) => node.style.setProperty(key, each));
  else if (["value", "checked", "selected", "disabled", "indeterminate", "scrollTop"].includes(name))
    node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/**
 * Make an HTML element.
 * @param {string} tag element name
 * @param {object} attrs attributes; `onclick` and the like are listeners, `style` is an object, null and false are left out
 * @param {...any} children nodes, text, arrays of them; null and false are left out
 */
export function h(tag, attrs, ...children) {
  const node = document.createElement(tag);
  Object.entries(attrs || {}).forEach(([name, value]) => put(node, name, value));
  fill(node, children);
  return node;
}

/** Make an SVG element; arguments as for `h`. */
export function svg(tag, attrs, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attrs || {}).forEach(([name, value]) => put(node, name, value));
  fill(node, children);
  return node;
}

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replace everything inside `node` by `children`. */
export function show(node, ...children) {
  node.replaceChildren();
  fill(node, children);
  return node;
}

/**
 * Draw a keyed list into `parent`, keeping the elements whose key and signature are unchanged, so that focus, caret,
 * open menus and what was typed survive a refresh.
 * @param {Element} parent
 * @param {{key: string, sign: string, draw: () => Element}[]} items in display order
 */
export function keep(parent, items) {
  const before = parent.kept || new Map();
  const after = new Map();
  for (const { key, sign, draw } of items) {
    const old = before.get(key);
    after.set(key, old && old.sign === sign ? old : { sign, node: draw() });
  }
  const staying = new Set([...after.values()].map((each) => each.node));
  [...parent.children].forEach((child) => staying.has(child) || child.remove());
  let at = parent.firstElementChild;
  for (const { node } of after.values()) {
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
  parent.kept = after;
}

/** Call `deed` once, `wait` milliseconds after the last of a run of calls. */
export function settled(deed, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => deed(...args), wait);
  };
}

/**
 * Make a refresher of an asynchronous job: never two runs at once, and a call during a run is answered by one more run,
 * so that what is shown is never older than the call.
 */
export function oneAtATime(job) {
  let running = null;
  let queued = null;
  return function call() {
    if (!running) {
      running = job().finally(() => {
        running = null;
      });
      return running;
    }
    queued ||= running
      .catch(() => {})
      .then(() => {
        queued = null;
        return call();
      });
    return queued;
  };
}

/** Keep the Tab key inside `box` while it is the topmost dialog. */
export function trapTab(event, box) {
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll("button, a[href], input, select, textarea, [tabindex='0']")].filter(
    (each) => !each.disabled && each.offsetParent !== null,
  );
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const edge = event.shiftKey ? first : last;
  if (!first || document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
