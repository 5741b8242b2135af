/* Lines, areas and bars on two axes. */

import { svg } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 250;
const PLOT = { left: 52, right: 12, top: 12, bottom: 34 };
const COLOURS = 12; // theme.css has --chart-1 … --chart-12

export const shade = (index) => `var(--chart-${(index % COLOURS) + 1})`;
export const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });

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

export function drawAxes(model, spec, label) {
  const { from, to, ticks } = scale(model.lines.flatMap((one) => one.values));
  const width = WIDTH - PLOT.left - PLOT.right;
  const height = HEIGHT - PLOT.top - PLOT.bottom;
  const count = model.categories.length || 1;
  const y = (value) => PLOT.top + height * (1 - (value - from) / (to - from));
  const slot = width / count;
  const x = (index) => PLOT.left + slot * (index + 0.5);

  const root = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": label,
  });
  for (const tick of ticks) {
    root.append(
      svg("line", {
        x1: PLOT.left,
        x2: WIDTH - PLOT.right,
        y1: y(tick),
        y2: y(tick),
        class: tick === 0 ? "axis" : "gridline",
      }),
      svg(
        "text",
        { x: PLOT.left - 8, y: y(tick) + 4, class: "tick", "text-anchor": "end" },
        compact.format(tick),
      ),
    );
  }
  const every = Math.ceil(count / 8); // more names than that would run into each other
  model.categories.forEach((name, index) => {
    if (index % every === 0)
      root.append(
        svg(
          "text",
          { x: x(index), y: HEIGHT - 16, class: "tick", "text-anchor": "middle" },
          shorten(name, slot * every),
        ),
      );
  });
  const { x_label: xLabel, y_label: yLabel } = spec.axis_config ?? {};
  if (xLabel)
    root.append(
      svg(
        "text",
        { x: PLOT.left + width / 2, y: HEIGHT - 2, class: "axis-label", "text-anchor": "middle" },
        xLabel,
      ),
    );
  if (yLabel) {
    const middle = PLOT.top + height / 2;
    root.append(
      svg(
        "text",
        {
          x: 10,
          y: middle,
          class: "axis-label",
          "text-anchor": "middle",
          transform: `rotate(-90 10 ${middle})`,
        },
        yLabel,
      ),
    );
  }
  const marks = spec.type === "bar" ? bars : lines;
  root.append(...marks({ ...model, x, y, slot, filled: spec.type === "area" }));
  return root;
}

const shorten = (name, room) =>
  name.length * 6.5 > room ? `${name.slice(0, Math.max(2, Math.floor(room / 6.5) - 1))}…` : name;

function lines({ lines: all, categories, x, y, filled }) {
  return all.flatMap(({ name, values }, index) => {
    const points = values.map((value, at) => `${x(at)},${y(value)}`);
    const ground = y(0);
    return [
      filled &&
        svg("polygon", {
          points: [`${x(0)},${ground}`, ...points, `${x(values.length - 1)},${ground}`].join(" "),
          fill: shade(index),
          class: "area",
        }),
      svg("polyline", { points: points.join(" "), stroke: shade(index), class: "line" }),
      ...values.map((value, at) =>
        svg(
          "circle",
          { cx: x(at), cy: y(value), r: 3.5, fill: shade(index), class: "dot" },
          hover(name, categories[at], value),
        ),
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
        {
          x: x(at) - room / 2 + (room / all.length) * index + 1,
          y: top,
          width,
          height: Math.max(1, Math.abs(y(value) - y(0))),
          rx: Math.min(3, width / 2),
          fill: shade(index),
          class: "bar",
        },
        hover(name, categories[at], value),
      );
    }),
  );
}

/** What a mark says under the pointer: names, then the number. */
export const hover = (...path) =>
  svg("title", {}, `${path.slice(0, -1).filter(Boolean).join(", ")}: ${number.format(path.at(-1))}`);
