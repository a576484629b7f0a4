// Small line icons, drawn for this page on a 20×20 grid.

import { svg } from "./dom.js";

const PATHS = {
  hash: "M8 3 6 17M14 3l-2 14M4 7.5h13M3 12.5h13",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  archive: "M3 5h14v3H3zM4 8v8h12V8M8 11h4",
  back: "M12 4 6 10l6 6",
  close: "M5 5l10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  send: "M3 10 17 4l-4 12-3-5z",
  more: "M10 5v.01M10 10v.01M10 15v.01",
  dots: "M5 10h.01M10 10h.01M15 10h.01",
  reply: "M4 5h12v8H9l-4 3v-3H4z",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7.2 8.2v.01M12.8 8.2v.01M6.8 11.6c1.6 2.4 4.8 2.4 6.4 0",
  eye: "M2 10c3.5-6 12.5-6 16 0-3.5 6-12.5 6-16 0M10 7.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4l3 2",
  people:
    "M7 4.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M2.5 16c0-5 9-5 9 0M13 5a2.4 2.4 0 0 1 0 4.6M13.5 11.6c2.4.3 4 1.7 4 4.4",
  traffic: "M6 4v12M6 16l-3-3M6 16l3-3M14 16V4M14 4l-3 3M14 4l3 3",
  file: "M5 3h6l4 4v10H5zM11 3v4h4",
  chevron: "M5 8l5 5 5-5",
  warning: "M10 3 18 17H2zM10 8v4M10 14.5v.01",
  home: "M3 10l7-6 7 6M5 9v8h10V9",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9v5M10 6.4v.01",
  bolt: "M11 2 4 11h5l-1 7 7-9h-5z",
};

/** An icon by name; decoration only, so hidden from screen readers. */
export function icon(name, size = 20) {
  return svg(
    "svg",
    {
      viewBox: "0 0 20 20",
      width: size,
      height: size,
      class: "icon",
      "aria-hidden": "true",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": name === "more" || name === "dots" ? 2.6 : 1.6,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    },
    svg("path", { d: PATHS[name] }),
  );
}
