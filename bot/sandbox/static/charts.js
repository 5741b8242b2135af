/*
 * `data_visualization` as inline SVG. Each chart has a name, a legend that does not rely on colour
 * alone (order and names), values on hover, and its numbers as a table for those who cannot see it.
 */

import { h, svg, newId } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 250;
const PLOT = { left: 52, right: 12, top: 12, bottom: 34 };
const COLOURS = 12; // CSS has --chart-1 … --chart-12

const shade = (index) => `var(--chart-${(index % COLOURS) + 1})`;
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });

export function chart(block) {
  const spec = block.chart ?? {};
  const isPie = spec.type === "pie";
  const model = isPie ? pieModel(spec) : axisModel(spec);
  const title = newId("chart");
  return h(
    "figure",
    { class: "chart", "aria-labelledby": title },
    h("figcaption", { id: title }, block.title),
    isPie ? drawPie(model, block.title) : drawAxes(model, spec, block.title),
    model.names.length > 1 && legend(model),
    numbers(model, block.title),
  );
}

function pieModel(spec) {
  const segments = spec.segments ?? [];
  return { names: segments.map((one) => one.label), segments, head: ["", "Value"], rows: segments.map((one) => [one.label, one.value]) };
}

function axisModel(spec) {
  const series = spec.series ?? [];
  const categories = spec.axis_config?.categories ?? series[0]?.data?.map((point) => point.label) ?? [];
  const value = (one, category) => one.data?.find((point) => point.label === category)?.value ?? 0;
  const lines = series.map((one) => ({ name: one.name, values: categories.map((category) => value(one, category)) }));
  return {
    names: lines.map((one) => one.name),
    lines,
    categories,
    head: [spec.axis_config?.x_label ?? "", ...lines.map((one) => one.name)],
    rows: categories.map((category, index) => [category, ...lines.map((one) => one.values[index])]),
  };
}

function legend({ names }) {
  return h("ul", { class: "legend" }, names.map((name, index) => h("li", {}, h("span", { class: "swatch", vars: { background: shade(index) } }), name)));
}

function numbers({ head, rows }, title) {
  return h(
    "details",
    { class: "numbers" },
    h("summary", {}, "Show the numbers"),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": `Numbers of ${title}` },
      h(
        "table",
        { class: "grid" },
        h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.map(([name, ...values]) => h("tr", {}, h("th", { scope: "row" }, name), values.map((value) => h("td", { data: { align: "right" } }, number.format(value)))))),
      ),
    ),
  );
}

/** Round steps (1, 2, 2.5, 5 × 10ⁿ) that hold all values; zero always belongs to the picture. */
function scale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const raw = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step || step;
  const ticks = [];
  for (let tick = from; tick <= to + step / 2; tick += step) ticks.push(Number(tick.toFixed(10)));
  return { from, to, ticks };
}

function drawAxes(model, spec, title) {
  const { from, to, ticks } = scale(model.lines.flatMap((one) => one.values));
  const width = WIDTH - PLOT.left - PLOT.right;
  const height = HEIGHT - PLOT.top - PLOT.bottom;
  const count = model.categories.length || 1;
  const y = (value) => PLOT.top + height * (1 - (value - from) / (to - from));
  const slot = width / count;
  const x = (index) => PLOT.left + slot * (index + 0.5);

  const root = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}: ${describe(model, spec.type)}` });
  for (const tick of ticks) {
    root.append(
      svg("line", { x1: PLOT.left, x2: WIDTH - PLOT.right, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "gridline" }),
      svg("text", { x: PLOT.left - 8, y: y(tick) + 4, class: "tick", "text-anchor": "end" }, compact.format(tick)),
    );
  }
  const every = Math.ceil(count / 8); // more names than that would run into each other
  model.categories.forEach((name, index) => {
    if (index % every === 0) root.append(svg("text", { x: x(index), y: HEIGHT - 16, class: "tick", "text-anchor": "middle" }, shorten(name, slot * every)));
  });
  const { x_label: xLabel, y_label: yLabel } = spec.axis_config ?? {};
  if (xLabel) root.append(svg("text", { x: PLOT.left + width / 2, y: HEIGHT - 2, class: "axis-label", "text-anchor": "middle" }, xLabel));
  if (yLabel) {
    const middle = PLOT.top + height / 2;
    root.append(svg("text", { x: 10, y: middle, class: "axis-label", "text-anchor": "middle", transform: `rotate(-90 10 ${middle})` }, yLabel));
  }
  const marks = spec.type === "bar" ? bars : lines;
  root.append(...marks({ ...model, x, y, slot, filled: spec.type === "area" }));
  return root;
}

const shorten = (name, room) => (name.length * 6.5 > room ? `${name.slice(0, Math.max(2, Math.floor(room / 6.5) - 1))}…` : name);

function lines({ lines: all, categories, x, y, filled }) {
  return all.flatMap(({ name, values }, index) => {
    const points = values.map((value, at) => `${x(at)},${y(value)}`);
    const ground = y(0);
    return [
      filled && svg("polygon", { points: [`${x(0)},${ground}`, ...points, `${x(values.length - 1)},${ground}`].join(" "), fill: shade(index), class: "area" }),
      svg("polyline", { points: points.join(" "), stroke: shade(index), class: "line" }),
      ...values.map((value, at) =>
        svg("circle", { cx: x(at), cy: y(value), r: 3.5, fill: shade(index), class: "dot" }, hover(name, categories[at], value)),
      ),
    ].filter(Boolean);
  });
}

function bars({ lines: all, categories, x, y, slot }) {
  const room = Math.min(slot * 0.72, 26 * all.length);
  const width = Math.max(2, room / all.length - 2);
  return all.flatMap(({ name, values }, index) =>
    values.map((value, at) => {
      const top = Math.min(y(value), y(0));
      return svg(
        "rect",
        { x: x(at) - room / 2 + (room / all.length) * index + 1, y: top, width, height: Math.max(1, Math.abs(y(value) - y(0))), rx: Math.min(3, width / 2), fill: shade(index), class: "bar" },
        hover(name, categories[at], value),
      );
    }),
  );
}

const hover = (...path) => svg("title", {}, `${path.slice(0, -1).filter(Boolean).join(", ")}: ${number.format(path.at(-1))}`);

function drawPie(model, title) {
  const total = model.segments.reduce((sum, one) => sum + one.value, 0) || 1;
  const root = svg("svg", { viewBox: "0 0 220 220", class: "pie", role: "img", "aria-label": `${title}: ${describe(model, "pie")}` });
  let turned = 0;
  model.segments.forEach((one, index) => {
    const share = one.value / total;
    root.append(svg("path", { d: slice(turned, turned + share), fill: shade(index), class: "slice" }, hover(`${one.label}, ${Math.round(share * 100)} %`, one.value)));
    if (share > 0.06) {
      const [cx, cy] = spot(turned + share / 2, 68);
      root.append(svg("text", { x: cx, y: cy + 4, class: "slice-label", "text-anchor": "middle" }, `${Math.round(share * 100)} %`));
    }
    turned += share;
  });
  return root;
}

const spot = (turn, radius) => [110 + radius * Math.sin(turn * 2 * Math.PI), 110 - radius * Math.cos(turn * 2 * Math.PI)];

function slice(from, to) {
  if (to - from > 0.9999) return "M110,10A100,100 0 1 1 109.99,10Z"; // an arc cannot end where it starts
  const [x1, y1] = spot(from, 100);
  const [x2, y2] = spot(to, 100);
  return `M110,110L${x1},${y1}A100,100 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2},${y2}Z`;
}

function describe(model, type) {
  if (type === "pie") return `pie chart, ${model.segments.map((one) => `${one.label} ${number.format(one.value)}`).join(", ")}`;
  return `${type} chart, ${model.lines
    .map((one) => `${one.name} from ${number.format(one.values[0] ?? 0)} to ${number.format(one.values.at(-1) ?? 0)}`)
    .join("; ")}`;
}
