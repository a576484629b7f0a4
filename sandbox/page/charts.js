// data_visualization: pie, bar, line and area charts, drawn simply, with their figures in words for screen readers.

import { h, svg } from "./dom.js";

const COLORS = ["#36c5f0", "#2eb67d", "#ecb22e", "#e01e5a", "#6b4fbb", "#f2994a"];
const [WIDTH, HEIGHT] = [480, 220];
const PLOT = { left: 40, right: WIDTH - 10, top: 12, bottom: HEIGHT - 28 };

function arc(from, to) {
  const point = (turn) => {
    const angle = turn * 2 * Math.PI - Math.PI / 2;
    return `${110 + 95 * Math.cos(angle)} ${110 + 95 * Math.sin(angle)}`;
  };
  return `M110 110L${point(from)}A95 95 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

function pie(chart) {
  const total = chart.segments.reduce((sum, each) => sum + each.value, 0);
  let turn = 0;
  return chart.segments.map((each, at) => {
    const from = turn;
    turn += each.value / total;
    if (chart.segments.length === 1) return svg("circle", { cx: 110, cy: 110, r: 95, fill: COLORS[0] });
    return svg("path", { d: arc(from, turn), fill: COLORS[at % COLORS.length], class: "slice" });
  });
}

const text = (x, y, words, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor, class: "tick" }, words);

function scaleOf(chart) {
  const values = chart.series.flatMap((each) => each.data.map((point) => point.value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  const y = (value) => PLOT.bottom - ((value - low) / span) * (PLOT.bottom - PLOT.top);
  return { low, high, y };
}

function axes(chart, { low, high, y }, x) {
  const every = Math.ceil(chart.axis_config.categories.length / 8);
  return [low, (low + high) / 2, high]
    .map((value) => [
      svg("line", { x1: PLOT.left, x2: PLOT.right, y1: y(value), y2: y(value), class: "rule" }),
      text(PLOT.left - 6, y(value) + 4, String(Math.round(value * 100) / 100), "end"),
    ])
    .concat(chart.axis_config.categories.map((label, at) => (at % every ? [] : text(x(at), HEIGHT - 10, label))));
}

function bars(chart, scale, step) {
  const width = (step * 0.7) / chart.series.length;
  return chart.series.flatMap((series, place) =>
    series.data.map((point, at) => {
      const [top, zero] = [scale.y(Math.max(0, point.value)), scale.y(Math.min(0, point.value))];
      const x = PLOT.left + at * step + step * 0.15 + place * width;
      return svg("rect", {
        x,
        y: top,
        width,
        height: Math.max(1, zero - top),
        fill: COLORS[place % COLORS.length],
        rx: 2,
      });
    }),
  );
}

function lines(chart, scale, x) {
  return chart.series.flatMap((series, place) => {
    const color = COLORS[place % COLORS.length];
    const points = series.data.map((point, at) => `${x(at)},${scale.y(point.value)}`).join(" ");
    const line = svg("polyline", { points, fill: "none", stroke: color, "stroke-width": 2.5 });
    if (chart.type === "line") return [line];
    const zero = scale.y(0);
    const filled = `${x(0)},${zero} ${points} ${x(series.data.length - 1)},${zero}`;
    return [svg("polygon", { points: filled, fill: color, "fill-opacity": 0.25 }), line];
  });
}

function plotted(chart) {
  const scale = scaleOf(chart);
  const step = (PLOT.right - PLOT.left) / chart.axis_config.categories.length;
  const x = (at) => PLOT.left + (at + 0.5) * step;
  return [axes(chart, scale, x), chart.type === "bar" ? bars(chart, scale, step) : lines(chart, scale, x)];
}

function inWords(chart) {
  const points = (each) => each.map((point) => `${point.label} ${point.value}`).join(", ");
  if (chart.type === "pie") return points(chart.segments);
  return chart.series.map((each) => `${each.name}: ${points(each.data)}`).join("; ");
}

/** A data_visualization block. */
export function visualization(block) {
  const { chart } = block;
  const round = chart.type === "pie";
  const legend = round
    ? chart.segments.map((each) => `${each.label} (${each.value})`)
    : chart.series.map((each) => each.name);
  const drawing = svg(
    "svg",
    {
      viewBox: round ? "0 0 220 220" : `0 0 ${WIDTH} ${HEIGHT}`,
      class: round ? "chart pie" : "chart",
      role: "img",
      "aria-label": `${block.title}. ${inWords(chart)}`,
    },
    round ? pie(chart) : plotted(chart),
  );
  return h(
    "figure",
    { class: "figure" },
    h("figcaption", {}, block.title),
    drawing,
    chart.axis_config &&
      h(
        "div",
        { class: "axis-names" },
        [chart.axis_config.y_label, chart.axis_config.x_label].filter(Boolean).join(" by "),
      ),
    h(
      "ul",
      { class: "legend" },
      legend.map((label, at) =>
        h("li", {}, h("span", { class: "swatch", style: { background: COLORS[at % COLORS.length] } }), label),
      ),
    ),
  );
}
