/* Typing, dates and times, boxes to tick: real form controls, with Slack's limits written on them. */

import * as api from "./api.js";
import { h, newId, pending, words } from "./dom.js";
import { naming } from "./selects.js";
import { sends } from "./surface.js";
import { drawText } from "./text.js";
import { fromLocal, toLocal } from "./time.js";
import { withEmoji } from "./emoji.js";
import { channel, me, world, zone } from "./world.js";

const PAUSE = 300; // ms without a key before "on_character_entered" is told
const KINDS = { number_input: "number", email_text_input: "email", url_text_input: "url" };

export function textInput(element, ctx) {
  const rich = element.type === "rich_text_input";
  const tall = rich || element.multiline;
  const read = (text) =>
    rich ? { rich_text_value: text ? asRichText(text) : null } : { value: text || null };
  const entry = ctx.surface.entry(
    ctx,
    element,
    rich ? { rich_text_value: element.initial_value ?? null } : { value: element.initial_value ?? null },
  );
  const node = h(tall ? "textarea" : "input", {
    ...naming(element, ctx),
    type: tall ? undefined : (KINDS[element.type] ?? "text"),
    step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : undefined,
    min: element.min_value,
    max: element.max_value,
    minlength: element.min_length,
    maxlength: element.max_length,
    rows: tall ? (element.min_lines ?? 4) : undefined,
    autocomplete: "off",
    placeholder: withEmoji(words(element.placeholder)),
    value: rich ? fromRichText(entry.rich_text_value) : (entry.value ?? ""),
  });
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => sends(ctx) && ctx.surface.choose(ctx, element, node, read(node.value), node.value);
  let timer;
  node.addEventListener("input", () => {
    ctx.surface.keep(ctx, element, read(node.value));
    ctx.touched?.();
    clearTimeout(timer);
    if (on.includes("on_character_entered")) timer = setTimeout(send, PAUSE);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !sends(ctx) || !on.includes("on_enter_pressed")) return;
    if (tall && event.shiftKey) return;
    event.preventDefault(); // Enter tells the app instead of submitting the form
    send();
  });
  return node;
}

const asRichText = (text) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

function fromRichText(value) {
  const flat = (node) =>
    node?.text ?? node?.url ?? (node?.elements ?? []).map(flat).join(node?.type === "rich_text" ? "\n" : "");
  return flat(value);
}

export function dateInput(element, ctx) {
  return picker(
    element,
    ctx,
    "date",
    "selected_date",
    element.initial_date,
    (text) => text,
    (value) => value,
  );
}

export function timeInput(element, ctx) {
  return picker(
    element,
    ctx,
    "time",
    "selected_time",
    element.initial_time,
    (text) => text,
    (value) => value,
  );
}

export function dateTimeInput(element, ctx) {
  // The person reads and writes the time of their own zone; Slack's value is an instant.
  return picker(
    element,
    ctx,
    "datetime-local",
    "selected_date_time",
    element.initial_date_time,
    (text) => fromLocal(text, zone()),
    (value) => toLocal(value, zone()),
  );
}

function picker(element, ctx, type, field, initial, parse, print) {
  const zoned = element.timezone ? { timezone: element.timezone } : {};
  const entry = ctx.surface.entry(ctx, element, { [field]: initial ?? null, ...zoned });
  const written = (value) => (value === null || value === undefined ? "" : print(value));
  const node = h("input", { ...naming(element, ctx), type, value: written(entry[field]) });
  let last = node.value;
  node.addEventListener("change", async () => {
    if (/^0\d{3}-/.test(node.value)) return; // the year is still being typed
    const value = node.value ? parse(node.value) : null;
    if (await ctx.surface.choose(ctx, element, node, { [field]: value, ...zoned }, value)) last = node.value;
    else node.value = last;
  });
  const prompt = !ctx.inputId && words(element.placeholder);
  return prompt
    ? h("span", { class: "prompted" }, h("span", { class: "faint", "aria-hidden": "true" }, prompt), node)
    : node;
}

export function checkboxes(element, ctx) {
  const entry = ctx.surface.entry(ctx, element, { selected_options: element.initial_options ?? [] });
  let chosen = new Set((entry.selected_options ?? []).map((option) => option.value));
  return boxes(
    element,
    ctx,
    "checkbox",
    (option) => chosen.has(option.value),
    async (option, box) => {
      const next = new Set(chosen);
      if (box.checked) next.add(option.value);
      else next.delete(option.value);
      const picked = element.options.filter((one) => next.has(one.value));
      if (await ctx.surface.choose(ctx, element, box, { selected_options: picked }, [...next])) chosen = next;
      else box.checked = chosen.has(option.value);
    },
  );
}

export function radios(element, ctx) {
  const entry = ctx.surface.entry(ctx, element, { selected_option: element.initial_option ?? null });
  let chosen = entry.selected_option?.value;
  const root = boxes(
    element,
    ctx,
    "radio",
    (option) => option.value === chosen,
    async (option, box) => {
      if (await ctx.surface.choose(ctx, element, box, { selected_option: option }, option.value)) {
        chosen = option.value;
      } else {
        for (const one of root.querySelectorAll("input")) one.checked = one.value === chosen;
      }
    },
  );
  return root;
}

function boxes(element, ctx, type, isOn, changed) {
  const group = newId("choice");
  return h(
    "div",
    {
      class: "boxes",
      role: type === "radio" ? "radiogroup" : "group",
      "aria-label": ctx.label ?? element.action_id,
      "aria-describedby": ctx.describedBy,
    },
    (element.options ?? []).map((option) => {
      const box = h("input", { type, name: group, id: newId("box"), value: option.value });
      box.checked = isOn(option);
      box.addEventListener("change", () => changed(option, box));
      const detail =
        option.description &&
        h("span", { class: "faint", id: newId("detail") }, drawText(option.description));
      if (detail) box.setAttribute("aria-describedby", detail.id);
      return h(
        "div",
        { class: "box" },
        box,
        h("div", {}, h("label", { for: box.id }, drawText(option.text)), detail),
      );
    }),
  );
}

export function fileInput(element, ctx) {
  const entry = ctx.surface.entry(ctx, element, { files: [] });
  const names = h("span", { class: "faint", role: "status" });
  const node = h("input", {
    ...naming(element, ctx),
    type: "file",
    multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((ending) => `.${ending}`).join(","),
  });
  node.addEventListener("change", () =>
    pending(node, async () => {
      const files = [];
      for (const file of [...node.files].slice(0, element.max_files ?? 10)) {
        const reply = await api.upload({ person: me(), channel: channel(world.place)?.id }, file);
        if (reply.ok === false) return ctx.surface.note(api.explain(reply));
        files.push(reply.file ?? { name: file.name });
      }
      names.textContent = files.map((file) => file.name ?? file.id).join(", ");
      return ctx.surface.choose(
        ctx,
        element,
        node,
        { files },
        files.map((file) => file.id),
      );
    }),
  );
  names.textContent = (entry.files ?? []).map((file) => file.name ?? file.id).join(", ");
  return h("span", { class: "filefield" }, node, names);
}
