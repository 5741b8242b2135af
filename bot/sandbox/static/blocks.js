/* Block Kit blocks: one drawing function for each type. A type nobody knows is shown, not dropped. */

import { h, icon, link, newId, picture, words } from "./dom.js";
import { emojiWords, withEmoji } from "./emoji.js";
import { drawElement, isKnownElement, unknown } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./richtext.js";
import { drawText } from "./text.js";
import { alert, card, carousel, container, plan, taskCard } from "./cards.js";
import { dataTable, table } from "./tables.js";
import { chart } from "./charts.js";

const DRAW = {
  section,
  header,
  context,
  divider: () => h("hr"),
  actions,
  context_actions: actions,
  image,
  rich_text: richText,
  input,
  table,
  data_table: dataTable,
  data_visualization: chart,
  markdown: (block) => markdown(block.text),
  alert,
  card,
  carousel,
  container,
  plan,
  task_card: taskCard,
  file,
  video,
};

/** One block. `surface` remembers and sends; `index` names a block that has no id of its own. */
export function drawBlock(block, surface, index = 0) {
  const ctx = { surface, blockId: block.block_id ?? `block-${index}`, drawBlock };
  let inner;
  try {
    inner = (DRAW[block.type] ?? ((thing) => unknown("block", thing)))(block, ctx);
  } catch (problem) {
    // One block that cannot be drawn must not take the others with it.
    console.warn(problem);
    inner = unknown("block", block);
  }
  return h("div", { class: `block block-${block.type}`, data: { blockId: ctx.blockId } }, inner);
}

const LONG = 700; // Slack folds long sections unless they say `expand`

function section(block, ctx) {
  const label = words(block.text)
    .replace(/[*_~`]|<[^>]*>/g, "")
    .slice(0, 80)
    .trim();
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-words" },
      folded(drawText(block.text), words(block.text).length, block.expand),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => drawText(field)),
        ),
    ),
    block.accessory && h("div", { class: "accessory" }, drawElement(block.accessory, { ...ctx, label })),
  );
}

function folded(node, length, expand) {
  if (!node || expand || length <= LONG) return node;
  node.classList.add("folded");
  const more = h("button", { type: "button", class: "textlink", "aria-expanded": "false" }, "Show more");
  more.addEventListener("click", () => {
    const isFolded = node.classList.toggle("folded");
    more.textContent = isFolded ? "Show more" : "Show less";
    more.setAttribute("aria-expanded", String(!isFolded));
  });
  return [node, more];
}

function header(block) {
  // The message or view has its own heading above; the look says which level it is.
  const level = block.level ?? 2;
  return h(
    "h3",
    { class: `block-head level-${level}`, "aria-level": String(level + 2) },
    drawText(block.text),
  );
}

function context(block) {
  return h(
    "div",
    { class: "context" },
    (block.elements ?? []).map((element) =>
      element.type === "image"
        ? picture(element.image_url ?? element.slack_file?.url, element.alt_text, "tiny")
        : drawText(element),
    ),
  );
}

function actions(block, ctx) {
  return h(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((element) => drawElement(element, ctx)),
  );
}

function image(block) {
  return h(
    "figure",
    { class: "picture" },
    block.title && h("figcaption", {}, drawText(block.title)),
    picture(block.image_url ?? block.slack_file?.url, block.alt_text, "wide"),
  );
}

const MANY = new Set(["checkboxes", "radio_buttons"]);

function input(block, ctx) {
  const element = block.element ?? {};
  const label = withEmoji(words(block.label));
  const hintId = block.hint && newId("hint");
  const errorId = newId("error");
  const error = h("p", { class: "field-error", id: errorId, hidden: true });
  const grouped = MANY.has(element.type) || !isKnownElement(element.type);
  const inner = {
    ...ctx,
    input: true,
    dispatch: Boolean(block.dispatch_action),
    optional: Boolean(block.optional),
    required: !block.optional,
    label,
    inputId: grouped ? undefined : newId("field"),
    describedBy: hintId || undefined,
    touched: () => error.dispatchEvent(new CustomEvent("touched")),
  };
  // Beside the label, not in it: the name stays the bot's; "required" is said by the field itself.
  const optional = block.optional && h("span", { class: "faint", "aria-hidden": "true" }, " (optional)");
  const root = h(
    "div",
    { class: "field" },
    h(
      "div",
      { class: "label" },
      grouped
        ? h("span", { "aria-hidden": "true" }, emojiWords(words(block.label)))
        : h("label", { for: inner.inputId }, emojiWords(words(block.label))),
      optional,
    ),
    drawElement(element, inner),
    block.hint && h("p", { class: "hint", id: hintId }, emojiWords(words(block.hint))),
    error,
  );
  const control = grouped
    ? root.querySelector("[role=group],[role=radiogroup]")
    : root.querySelector(`#${inner.inputId}`);
  // The view sets and takes away the error through this one function.
  root.showError = (text) => {
    error.textContent = text ?? "";
    error.hidden = !text;
    if (!control) return;
    control.toggleAttribute("aria-invalid", Boolean(text));
    if (text) control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", [hintId, text && errorId].filter(Boolean).join(" "));
  };
  root.focusField = () =>
    (control?.matches("input,select,textarea") ? control : control?.querySelector("input"))?.focus();
  error.addEventListener("touched", () => root.showError(""));
  return root;
}

function file(block) {
  return h("div", { class: "filecard" }, icon("file"), `Remote file ${block.external_id}`);
}

function video(block) {
  return h(
    "figure",
    { class: "picture video" },
    h(
      "figcaption",
      {},
      block.provider_name && h("div", { class: "faint" }, block.provider_name),
      link(block.title_url ?? block.video_url, emojiWords(words(block.title))),
      block.author_name && h("span", { class: "faint" }, ` by ${block.author_name}`),
    ),
    drawText(block.description),
    link(block.video_url, picture(block.thumbnail_url, block.alt_text, "wide")),
  );
}
