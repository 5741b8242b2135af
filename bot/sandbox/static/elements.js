/* Block Kit elements: one drawing function for each type; what is not known is shown as it is. */

import { h, icon, link, picture, words } from "./dom.js";
import { emojiWords } from "./emoji.js";
import { menuButton } from "./menu.js";
import { externalSelect, staticSelect, thingSelect } from "./selects.js";
import { checkboxes, dateInput, fileInput, radios, textInput, timeInput, dateTimeInput } from "./inputs.js";
import { me } from "./world.js";

const DRAW = {
  button,
  workflow_button: workflowButton,
  overflow,
  image: (element) => picture(element.image_url ?? element.slack_file?.url, element.alt_text, "thumb"),
  static_select: staticSelect,
  multi_static_select: staticSelect,
  external_select: externalSelect,
  multi_external_select: externalSelect,
  users_select: thingSelect,
  multi_users_select: thingSelect,
  conversations_select: thingSelect,
  multi_conversations_select: thingSelect,
  channels_select: thingSelect,
  multi_channels_select: thingSelect,
  datepicker: dateInput,
  timepicker: timeInput,
  datetimepicker: dateTimeInput,
  plain_text_input: textInput,
  rich_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  checkboxes,
  radio_buttons: radios,
  file_input: fileInput,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
};

/** ctx: {surface, blockId, input?, dispatch?, labelId?, label?, describedBy?} */
export function drawElement(element, ctx) {
  const node = (DRAW[element.type] ?? unknownElement)(element, ctx);
  // Where an update finds the same element again, to give the focus back.
  if (node.dataset && element.action_id) {
    node.dataset.block = ctx.blockId;
    node.dataset.action = element.action_id;
  }
  return node;
}

export function unknown(kind, thing) {
  return h(
    "figure",
    { class: "unknown" },
    h("figcaption", {}, `Unknown ${kind}: ${thing?.type ?? "no type"}`),
    h("pre", {}, JSON.stringify(thing, null, 2)),
  );
}

const unknownElement = (element) => unknown("element", element);

export const isKnownElement = (type) => Object.hasOwn(DRAW, type);

function button(element, ctx) {
  const props = { class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label };
  const face = emojiWords(words(element.text));
  const press = (event) => ctx.surface.press(ctx, element, event.currentTarget, undefined);
  if (element.url) {
    // A link button goes somewhere and tells the app about it too.
    const node = link(element.url, face);
    for (const [name, value] of Object.entries(props)) if (value) node.setAttribute(name, value);
    node.addEventListener("click", (event) => ctx.surface.act(ctx, element, event.currentTarget, undefined));
    return node;
  }
  return h("button", { type: "button", ...props, on: { click: press } }, face);
}

function workflowButton(element, ctx) {
  // Slack starts the workflow itself: the app receives no action.
  const say = () => ctx.surface.note("Workflow buttons start a workflow in Slack; the sandbox has none.");
  return h(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label,
      on: { click: say },
    },
    icon("bolt"),
    emojiWords(words(element.text)),
  );
}

function overflow(element, ctx) {
  const items = () =>
    (element.options ?? []).map((option) => ({
      label: emojiWords(words(option.text)),
      detail: words(option.description),
      pick: (node) => {
        if (option.url) window.open(option.url, "_blank", "noopener");
        ctx.surface.press(ctx, element, node, option.value);
      },
    }));
  return menuButton({ class: "button icon-only", "aria-label": "More" }, icon("more"), items);
}

const GLYPHS = new Set(["trash"]); // the one icon Slack offers so far

function iconButton(element, ctx) {
  const allowed = element.visible_to_user_ids;
  if (allowed?.length && !allowed.includes(me())) return h("span", { hidden: true });
  const name = element.accessibility_label ?? words(element.text);
  return h(
    "button",
    {
      type: "button",
      class: "button quiet",
      "aria-label": name,
      title: words(element.text),
      on: { click: (event) => ctx.surface.press(ctx, element, event.currentTarget, undefined) },
    },
    icon(GLYPHS.has(element.icon) ? element.icon : "more"),
    h("span", {}, words(element.text)),
  );
}

function feedbackButtons(element, ctx) {
  const one = (choice, glyph) =>
    choice &&
    h(
      "button",
      {
        type: "button",
        class: "button quiet",
        "aria-label": choice.accessibility_label ?? words(choice.text),
        on: { click: (event) => ctx.surface.act(ctx, element, event.currentTarget, choice.value) },
      },
      icon(glyph),
      h("span", {}, words(choice.text)),
    );
  return h(
    "span",
    { class: "pair" },
    one(element.positive_button, "thumbup"),
    one(element.negative_button, "thumbdown"),
  );
}
