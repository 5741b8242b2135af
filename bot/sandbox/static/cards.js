/* Blocks that wrap: alerts, cards, carousels, containers, plans. */

import { h, link, newId, picture, words } from "./dom.js";
import { drawElement } from "./elements.js";
import { richText } from "./richtext.js";
import { drawText } from "./text.js";

const LEVELS = {
  default: ["●", "Note"],
  info: ["ℹ", "Information"],
  warning: ["!", "Warning"],
  error: ["✕", "Error"],
  success: ["✓", "Success"],
};

export function alert(block) {
  const level = Object.hasOwn(LEVELS, block.level) ? block.level : "default";
  const [glyph, name] = LEVELS[level];
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note", "aria-label": name },
    h("span", { class: "alert-mark", "aria-hidden": "true" }, glyph),
    drawText(block.text),
  );
}

const pictureOf = (image, className) =>
  picture(image.image_url ?? image.slack_file?.url, image.alt_text ?? "", className);

export function card(block, ctx) {
  const title = newId("card");
  return h(
    "section",
    { class: "card", "aria-labelledby": block.title ? title : undefined },
    block.hero_image && pictureOf(block.hero_image, "hero"),
    h(
      "div",
      { class: "card-head" },
      block.icon && pictureOf(block.icon, "card-icon"),
      h(
        "div",
        {},
        block.title && h("div", { class: "card-title", id: title }, drawText(block.title)),
        faint(block.subtitle),
      ),
    ),
    block.body && h("div", { class: "card-body" }, drawText(block.body)),
    faint(block.subtext),
    block.actions?.length &&
      h(
        "div",
        { class: "actions" },
        block.actions.map((element) => drawElement(element, ctx)),
      ),
  );
}

const faint = (text) => text && h("div", { class: "faint" }, drawText(text));

export function carousel(block, ctx) {
  return h(
    "div",
    { class: "carousel", role: "group", "aria-label": "Cards", tabindex: "0" },
    (block.elements ?? []).map((each) =>
      h("div", { class: "block block-card" }, card(each, { ...ctx, blockId: each.block_id ?? ctx.blockId })),
    ),
  );
}

export function container(block, ctx) {
  const title = block.rich_text_title ? richTitle(block.rich_text_title) : drawText(block.title);
  const head = [
    block.icon && pictureOf(block.icon, "card-icon"),
    h("div", {}, h("div", { class: "card-title" }, title), faint(block.subtitle)),
  ];
  const children = h(
    "div",
    { class: "container-body" },
    (block.child_blocks ?? []).map((each, index) =>
      ctx.drawBlock(each, ctx.surface, `${ctx.blockId}-${index}`),
    ),
  );
  const look = `container width-${block.width ?? "standard"}${block.has_header_divider ? " divided" : ""}`;
  if (!block.is_collapsible)
    return h("section", { class: look }, h("div", { class: "card-head" }, head), children);
  return h(
    "details",
    { class: look, open: !block.default_collapsed },
    h("summary", { class: "card-head" }, head),
    children,
  );
}

const richTitle = (title) =>
  richText(title.type === "rich_text" ? title : { elements: [{ type: "rich_text_section", ...title }] });

const STATES = {
  pending: ["○", "Pending"],
  in_progress: ["◐", "In progress"],
  complete: ["✓", "Complete"],
  error: ["✕", "Error"],
};

export function taskCard(block) {
  const [glyph, name] = STATES[block.status] ?? ["?", block.status];
  const more = [
    block.details && richText(block.details),
    block.output && h("div", { class: "task-output" }, richText(block.output)),
    block.sources?.length &&
      h(
        "p",
        { class: "faint" },
        "Sources: ",
        block.sources.flatMap((source, index) => [index ? ", " : "", link(source.url, source.text)]),
      ),
  ].filter(Boolean);
  const head = [
    h(
      "span",
      { class: `task-mark task-${block.status}`, role: "img", "aria-label": name, title: name },
      glyph,
    ),
    h("span", { class: "card-title" }, words(block.title)),
  ];
  if (!more.length) return h("div", { class: "task" }, head);
  return h(
    "details",
    { class: "task", open: true },
    h("summary", {}, head),
    h("div", { class: "task-more" }, more),
  );
}

export function plan(block) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((task) => task.status === "complete").length;
  return h(
    "section",
    { class: "card plan", "aria-label": words(block.title) },
    h(
      "div",
      { class: "card-title" },
      words(block.title),
      h("span", { class: "faint" }, ` ${done} of ${tasks.length} done`),
    ),
    h(
      "ol",
      { class: "plan-tasks" },
      tasks.map((task) => h("li", {}, taskCard(task))),
    ),
  );
}
