/* `table` (as it is) and `data_table` (which the reader can filter, sort and page through). */

import { h, newId } from "./dom.js";
import { drawElement } from "./elements.js";
import { richText } from "./richtext.js";

function cell(content, ctx) {
  switch (content?.type) {
    case "rich_text":
      return richText(content);
    case "raw_number":
      return content.text ?? String(content.value);
    case "action_cell":
      return drawElement(content.element, ctx);
    default:
      return content?.text ?? "";
  }
}

/** What a cell says, for filtering; and its size, for sorting. */
const said = (node) => node.textContent.trim();
const size = (content, node) =>
  content?.type === "raw_number" ? Number(content.value) : said(node).toLowerCase();

function scroller(label, ...content) {
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label }, ...content);
}

export function table(block, ctx) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const look = (index) => ({
    align: settings[index]?.align,
    wrap: settings[index]?.is_wrapped ? "yes" : undefined,
  });
  const line = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((content, index) =>
        h(tag, { data: look(index), scope: tag === "th" && "col" }, cell(content, ctx)),
      ),
    );
  return scroller(
    "Table",
    h(
      "table",
      { class: "grid" },
      h("thead", {}, line(head, "th")),
      h(
        "tbody",
        {},
        rows.map((row) => line(row, "td")),
      ),
    ),
  );
}

export function dataTable(block, ctx) {
  const [head = [], ...body] = block.rows ?? [];
  const pageSize = block.page_size ?? 5;
  const nameColumn = block.row_header_column_index ?? 0;
  const rows = body.map((cells) => drawRow(cells, nameColumn, ctx));
  const view = { query: "", column: -1, down: false, page: 0 };

  const tbody = h("tbody");
  const status = h("span", { class: "faint", role: "status" });
  const previous = h(
    "button",
    { type: "button", class: "button quiet", on: { click: () => turn(-1) } },
    "Previous",
  );
  const next = h("button", { type: "button", class: "button quiet", on: { click: () => turn(1) } }, "Next");
  const heads = head.map((content, index) =>
    h(
      "th",
      { scope: "col", "aria-sort": "none", data: { align: numeric(body, index) ? "right" : undefined } },
      h(
        "button",
        { type: "button", class: "sort", on: { click: () => sortBy(index) } },
        cell(content, ctx),
        h("span", { class: "arrow", "aria-hidden": "true" }),
      ),
    ),
  );
  const filterId = newId("filter");
  const filter = h("input", { type: "search", id: filterId, placeholder: "Filter rows" });
  filter.addEventListener("input", () => {
    Object.assign(view, { query: filter.value.trim().toLowerCase(), page: 0 });
    draw();
  });

  function turn(by) {
    view.page += by;
    draw();
  }
  function sortBy(column) {
    view.down = view.column === column && !view.down;
    Object.assign(view, { column, page: 0 });
    heads.forEach((node, index) =>
      node.setAttribute("aria-sort", index !== column ? "none" : view.down ? "descending" : "ascending"),
    );
    draw();
  }
  function draw() {
    const found = rows.filter((row) => row.words.includes(view.query));
    if (view.column >= 0) {
      found.sort((a, b) => order(a.sizes[view.column], b.sizes[view.column]) * (view.down ? -1 : 1));
    }
    const pages = Math.max(1, Math.ceil(found.length / pageSize));
    view.page = Math.min(Math.max(view.page, 0), pages - 1);
    const from = view.page * pageSize;
    tbody.replaceChildren(...found.slice(from, from + pageSize).map((row) => row.node));
    status.textContent = found.length
      ? `${from + 1}–${Math.min(from + pageSize, found.length)} of ${found.length}`
      : "No rows";
    previous.disabled = view.page === 0;
    next.disabled = view.page >= pages - 1;
    previous.hidden = next.hidden = rows.length <= pageSize;
  }
  draw();
  return h(
    "div",
    { class: "datatable" },
    h(
      "div",
      { class: "datatable-bar" },
      h("strong", { "aria-hidden": "true" }, block.caption),
      h("label", { for: filterId, class: "sr" }, `Filter ${block.caption}`),
      rows.length > 1 && filter,
    ),
    scroller(
      block.caption,
      h(
        "table",
        { class: "grid" },
        h("caption", { class: "sr" }, block.caption),
        h("thead", {}, h("tr", {}, heads)),
        tbody,
      ),
    ),
    h("div", { class: "datatable-bar" }, status, previous, next),
  );
}

const numeric = (rows, index) => rows.length > 0 && rows.every((row) => row[index]?.type === "raw_number");

function drawRow(cells, nameColumn, ctx) {
  const nodes = cells.map((content, index) =>
    h(
      index === nameColumn ? "th" : "td",
      {
        scope: index === nameColumn && "row",
        data: { align: content?.type === "raw_number" ? "right" : undefined },
      },
      cell(content, ctx),
    ),
  );
  return {
    node: h("tr", {}, nodes),
    words: nodes.map(said).join(" ").toLowerCase(),
    sizes: cells.map((content, index) => size(content, nodes[index])),
  };
}

function order(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}
