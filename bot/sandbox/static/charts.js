/*
 * `data_visualization` as inline SVG. Each chart has a name, a legend that does not rely on colour
 * alone (order and names), values on hover, and its numbers as a table for those who cannot see it.
 */

import { h, svg, newId } from "./dom.js";
import { drawAxes, hover, number, shade } from "./plot.js";

export function chart(block) {
  const spec = block.chart ?? {};
  const isPie = spec.type === "pie";
  const model = isPie ? pieModel(spec) : axisModel(spec);
  const title = newId("chart");
  const label = `${block.title}: ${describe(model, spec.type)}`;
  return h(
    "figure",
    { class: "chart", "aria-labelledby": title },
    h("figcaption", { id: title }, block.title),
    isPie ? drawPie(model, label) : drawAxes(model, spec, label),
    model.names.length > 1 && legend(model),
    numbers(model, block.title),
  );
}

function pieModel(spec) {
  const segments = spec.segments ?? [];
  return {
    names: segments.map((one) => one.label),
    segments,
    head: ["", "Value"],
    rows: segments.map((one) => [one.label, one.value]),
  };
}

function axisModel(spec) {
  const series = spec.series ?? [];
  const categories = spec.axis_config?.categories ?? series[0]?.data?.map((point) => point.label) ?? [];
  const value = (one, category) => one.data?.find((point) => point.label === category)?.value ?? 0;
  const lines = series.map((one) => ({
    name: one.name,
    values: categories.map((category) => value(one, category)),
  }));
  return {
    names: lines.map((one) => one.name),
    lines,
    categories,
    head: [spec.axis_config?.x_label ?? "", ...lines.map((one) => one.name)],
    rows: categories.map((category, index) => [category, ...lines.map((one) => one.values[index])]),
  };
}

function legend({ names }) {
  return h(
    "ul",
    { class: "legend" },
    names.map((name, index) =>
      h("li", {}, h("span", { class: "swatch", vars: { background: shade(index) } }), name),
    ),
  );
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
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head.map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map(([name, ...values]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name),
              values.map((value) => h("td", { data: { align: "right" } }, number.format(value))),
            ),
          ),
        ),
      ),
    ),
  );
}

function drawPie(model, label) {
  const total = model.segments.reduce((sum, one) => sum + one.value, 0) || 1;
  const root = svg("svg", {
    viewBox: "0 0 220 220",
    class: "pie",
    role: "img",
    "aria-label": label,
  });
  let turned = 0;
  model.segments.forEach((one, index) => {
    const share = one.value / total;
    root.append(
      svg(
        "path",
        { d: slice(turned, turned + share), fill: shade(index), class: "slice" },
        hover(`${one.label}, ${Math.round(share * 100)} %`, one.value),
      ),
    );
    if (share > 0.06) {
      const [cx, cy] = spot(turned + share / 2, 68);
      root.append(
        svg(
          "text",
          { x: cx, y: cy + 4, class: "slice-label", "text-anchor": "middle" },
          `${Math.round(share * 100)} %`,
        ),
      );
    }
    turned += share;
  });
  return root;
}

const spot = (turn, radius) => [
  110 + radius * Math.sin(turn * 2 * Math.PI),
  110 - radius * Math.cos(turn * 2 * Math.PI),
];

function slice(from, to) {
  if (to - from > 0.9999) return "M110,10A100,100 0 1 1 109.99,10Z"; // an arc cannot end where it starts
  const [x1, y1] = spot(from, 100);
  const [x2, y2] = spot(to, 100);
  return `M110,110L${x1},${y1}A100,100 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2},${y2}Z`;
}

function describe(model, type) {
  if (type === "pie")
    return `pie chart, ${model.segments.map((one) => `${one.label} ${number.format(one.value)}`).join(", ")}`;
  return `${type} chart, ${model.lines
    .map(
      (one) =>
        `${one.name} from ${number.format(one.values[0] ?? 0)} to ${number.format(one.values.at(-1) ?? 0)}`,
    )
    .join("; ")}`;
}
