/* The `markdown` block: the usual Markdown (headings, lists, tables, code, quotes), as DOM nodes. */

import { h, link, picture } from "./dom.js";
import { emojiWords } from "./emoji.js";

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(String(text ?? "").split(/\r?\n/)));
}

function blocks(lines) {
  const out = [];
  let at = 0;
  const collect = (test) => {
    const start = at;
    while (at < lines.length && test(lines[at], at)) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (!line.trim()) {
      at += 1;
    } else if (/^\s*```/.test(line)) {
      at += 1;
      const code = collect((each) => !/^\s*```/.test(each));
      at += 1;
      out.push(h("pre", {}, code.join("\n")));
    } else if (heading) {
      at += 1;
      // One level down: the page has its own first and second headings.
      out.push(h(`h${Math.min(heading[1].length + 2, 6)}`, {}, inline(heading[2])));
    } else if (RULE.test(line)) {
      at += 1;
      out.push(h("hr"));
    } else if (/^\s*>/.test(line)) {
      out.push(
        h(
          "blockquote",
          {},
          blocks(collect((each) => /^\s*>/.test(each)).map((each) => each.replace(/^\s*>\s?/, ""))),
        ),
      );
    } else if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
      out.push(table(collect((each) => each.includes("|"))));
    } else if (ITEM.test(line)) {
      out.push(list(collect((each) => ITEM.test(each) || (/^\s+\S/.test(each) && each.trim()))));
    } else {
      const words = collect((each, index) => each.trim() && (index === at || !starts(each)));
      out.push(h("p", {}, withBreaks(words)));
    }
  }
  return out;
}

const starts = (line) => /^(#{1,6}\s|\s*```|\s*>)/.test(line) || ITEM.test(line) || RULE.test(line);

function withBreaks(lines) {
  return lines.flatMap((line, index) => [index ? h("br") : null, ...inline(line.trim())]);
}

function list(lines) {
  const first = ITEM.exec(lines[0]);
  const depth = first[1].length;
  const ordered = Boolean(first[3]);
  const root = h(ordered ? "ol" : "ul", ordered && first[3] !== "1" ? { start: first[3] } : {});
  for (let at = 0; at < lines.length;) {
    const item = ITEM.exec(lines[at]);
    at += 1;
    const inner = [];
    while (at < lines.length) {
      const next = ITEM.exec(lines[at]);
      if (next && next[1].length <= depth) break;
      inner.push(lines[at++]);
    }
    root.append(listItem(item[4], inner));
  }
  return root;
}

function listItem(text, inner) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  const item = h("li", task ? { class: "todo" } : {});
  if (task)
    item.append(
      h(
        "span",
        { role: "img", "aria-label": task[1] === " " ? "to do" : "done" },
        task[1] === " " ? "☐ " : "☑ ",
      ),
    );
  item.append(...inline(task ? task[2] : text));
  if (inner.length) item.append(...(ITEM.test(inner[0]) ? [list(inner)] : [" ", ...withBreaks(inner)]));
  return item;
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function table([head, rule, ...body]) {
  const sides = cells(rule).map((mark) =>
    /^:-+:$/.test(mark) ? "center" : /-:$/.test(mark) ? "right" : undefined,
  );
  const row = (line, tag) =>
    h(
      "tr",
      {},
      cells(line).map((cell, index) =>
        h(tag, { data: { align: sides[index] }, scope: tag === "th" && "col" }, inline(cell)),
      ),
    );
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      { class: "grid" },
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        body.map((line) => row(line, "td")),
      ),
    ),
  );
}

const INLINE = new RegExp(
  [
    /(`+)(?<code>.+?)\1/,
    /!\[(?<alt>[^\]]*)\]\((?<src>[^)\s]+)\)/,
    /\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/,
    /(?<url>https?:\/\/[^\s<>)]+[^\s<>).,;:!?])/,
    /\*\*(?<bold>.+?)\*\*/,
    /__(?<bold2>.+?)__/,
    /~~(?<strike>.+?)~~/,
    /(?<![\w*])\*(?<em>[^\s*](?:[^*]*[^\s*])?)\*/,
    /(?<!\w)_(?<em2>[^\s_](?:[^_]*[^\s_])?)_(?!\w)/,
    /\\(?<literal>[\\`*_{}[\]()#+.!~>|-])/,
  ]
    .map((part) => part.source)
    .join("|"),
  "g",
);

function inline(text) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    out.push(...emojiWords(text.slice(last, found.index)));
    out.push(one(found.groups));
    last = found.index + found[0].length;
  }
  out.push(...emojiWords(text.slice(last)));
  return out;
}

function one(found) {
  if (found.code !== undefined) return h("code", {}, found.code);
  if (found.src) return picture(found.src, found.alt, "inline-picture");
  if (found.href) return link(found.href, ...inline(found.label));
  if (found.url) return link(found.url, found.url);
  if (found.strike) return h("s", {}, inline(found.strike));
  if (found.bold ?? found.bold2) return h("strong", {}, inline(found.bold ?? found.bold2));
  if (found.em ?? found.em2) return h("em", {}, inline(found.em ?? found.em2));
  return found.literal;
}
