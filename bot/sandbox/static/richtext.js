/* rich_text blocks: objects in, nodes out; nothing in them is parsed. */

import { h, link } from "./dom.js";
import { drawable, emojiNode } from "./emoji.js";
import { channelNode, dateNode, ping, userNode } from "./mrkdwn.js";

export function richText(block) {
  const root = h("div", { class: "rich" });
  const elements = block.elements ?? [];
  for (let at = 0; at < elements.length; at += 1) {
    if (elements[at].type !== "rich_text_list") {
      root.append(part(elements[at]));
      continue;
    }
    // Lists that follow one another are one list whose indentation changes.
    const run = [];
    while (elements[at]?.type === "rich_text_list") run.push(elements[at++]);
    at -= 1;
    root.append(...lists(run));
  }
  return root;
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("p", {}, leaves(element.elements));
    case "rich_text_quote":
      return h("blockquote", {}, leaves(element.elements));
    case "rich_text_preformatted":
      return h("pre", {}, leaves(element.elements));
    default:
      return leaf(element);
  }
}

function lists(run) {
  const roots = [];
  const open = []; // one list element for each level that is open now
  const counts = new Map(); // numbering goes on where a deeper list interrupted it
  for (const list of run) {
    const level = list.indent ?? 0;
    const ordered = list.style === "ordered";
    open.length = Math.min(open.length, level);
    for (const key of counts.keys()) if (key > level) counts.delete(key);
    const start = list.offset ? list.offset + 1 : (counts.get(level) ?? 0) + 1;
    const node = h(ordered ? "ol" : "ul", ordered && start > 1 ? { start } : {});
    if (ordered) counts.set(level, start - 1 + list.elements.length);
    node.dataset.indent = String(level);
    const parent = open.filter(Boolean).at(-1)?.lastElementChild;
    if (parent) parent.append(node);
    else {
      node.style.setProperty("--indent", String(level));
      roots.push(node);
    }
    for (const item of list.elements ?? []) node.append(h("li", {}, leaves(item.elements)));
    open[level] = node;
  }
  return roots;
}

const leaves = (elements = []) => elements.map(leaf);

function leaf(element) {
  return styled(bare(element), element.style);
}

function bare(element) {
  switch (element.type) {
    case "text":
      return drawable(element.text ?? "");
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return userNode(element.user_id);
    case "channel":
      return channelNode(element.channel_id);
    case "usergroup":
      return ping(element.usergroup_id);
    case "team":
      return h("span", { class: "mention" }, element.team_id);
    case "broadcast":
      return ping(element.range);
    case "emoji":
      return emojiLeaf(element);
    case "date": {
      const drawn = dateNode(Number(element.timestamp), element.format ?? "{date}", element.fallback ?? "");
      return element.url ? link(element.url, drawn) : drawn;
    }
    case "color":
      return h(
        "span",
        { class: "color" },
        h("span", { class: "swatch", vars: { background: element.value } }),
        element.value,
      );
    default:
      return h("code", { class: "unknown-inline", title: JSON.stringify(element) }, `[${element.type}]`);
  }
}

function emojiLeaf({ name, unicode }) {
  const codes = unicode?.split("-").map((code) => Number.parseInt(code, 16));
  return emojiNode(name, codes && String.fromCodePoint(...codes));
}

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style = {}) {
  let out = node;
  for (const [name, tag] of Object.entries(STYLES)) if (style[name]) out = h(tag, {}, out);
  return out;
}
