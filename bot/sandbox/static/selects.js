/*
 * Choosing from a list. One choice is a native <select>; several are a native <select> that adds,
 * with a removable chip for each thing chosen. Options that the app looks up are a combobox.
 */

import { hidden, h, words } from "./dom.js";
import { combobox } from "./combobox.js";
import { withEmoji } from "./emoji.js";
import { channelTitle, livingPeople, personName, channel, world } from "./world.js";

const isMulti = (element) => element.type.startsWith("multi_");
const optionText = (option) => withEmoji(words(option.text));

/** Attributes that tie a control to its label, or name it where it has none. */
export function naming(element, ctx) {
  return {
    id: ctx.inputId,
    "aria-label": ctx.inputId ? undefined : words(element.placeholder) || ctx.label || element.action_id,
    "aria-describedby": ctx.describedBy,
    required: ctx.required || undefined,
  };
}

/* What differs between kinds of selects: where things come from, and Slack's word for what is chosen. */

function optionKind(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  const all = groups.flatMap((group) => group.options ?? []);
  return {
    groups: groups.map((group) => ({
      label: group.label && words(group.label),
      items: (group.options ?? []).map((option) => ({
        id: option.value,
        name: optionText(option),
        detail: words(option.description),
      })),
    })),
    single: "selected_option",
    many: "selected_options",
    initial: element.initial_option ?? null,
    initials: element.initial_options ?? [],
    toThing: (id) => all.find((option) => option.value === id) ?? null,
    toId: (option) => option.value,
    name: (option) => optionText(option),
  };
}

function conversationAllowed(one, filter) {
  const include = filter?.include;
  return !include || include.includes(one.kind);
}

function thingKind(element) {
  const kind = element.type.replace("multi_", "").replace("s_select", "");
  let items;
  let name = (id) => (channel(id) ? channelTitle(channel(id)) : id);
  if (kind === "user") {
    items = livingPeople().map((one) => ({
      id: one.id,
      name: personName(one.id),
      detail: one.is_restricted ? "guest" : "",
    }));
    name = personName;
  } else {
    items = world.state.channels
      .filter((one) => !one.is_archived && (kind === "conversation" || one.kind === "public"))
      .filter((one) => conversationAllowed(one, element.filter))
      .map((one) => ({ id: one.id, name: channelTitle(one) }));
  }
  const here = element.default_to_current_conversation ? channel(world.place)?.id : undefined;
  return {
    groups: [{ items }],
    single: `selected_${kind}`,
    many: `selected_${kind}s`,
    initial: element[`initial_${kind}`] ?? here ?? null,
    initials: element[`initial_${kind}s`] ?? (here ? [here] : []),
    toThing: (id) => id,
    toId: (id) => id,
    name,
  };
}

export const staticSelect = (element, ctx) => nativeSelect(element, ctx, optionKind(element));
export const thingSelect = (element, ctx) => nativeSelect(element, ctx, thingKind(element));

function nativeSelect(element, ctx, kind) {
  return isMulti(element) ? manySelect(element, ctx, kind) : oneSelect(element, ctx, kind);
}

function fill(select, kind, emptyText, emptyPickable) {
  select.append(h("option", { value: "", disabled: !emptyPickable }, emptyText));
  for (const group of kind.groups) {
    const rows = group.items.map((item) =>
      h("option", { value: item.id }, item.detail ? `${item.name} · ${item.detail}` : item.name),
    );
    select.append(...(group.label ? [h("optgroup", { label: group.label }, rows)] : rows));
  }
}

/** On a closed list the arrow keys would choose at once; here they open it first. */
function openOnArrows(select) {
  select.addEventListener("keydown", (event) => {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && select.showPicker) {
      event.preventDefault();
      try {
        select.showPicker();
      } catch {
        // Not allowed just now (no user gesture): the list stays closed.
      }
    }
  });
  return select;
}

function oneSelect(element, ctx, kind) {
  const select = openOnArrows(h("select", naming(element, ctx)));
  // An optional field can be emptied again; elsewhere the empty line is only the placeholder.
  fill(select, kind, words(element.placeholder) || "Choose …", ctx.optional);
  const entry = ctx.surface.entry(ctx, element, { [kind.single]: kind.initial });
  let last = entry[kind.single] ? kind.toId(entry[kind.single]) : "";
  if (last && ![...select.options].some((option) => option.value === last)) {
    select.append(h("option", { value: last }, kind.name(entry[kind.single])));
  }
  select.value = last;
  select.addEventListener("change", async () => {
    const thing = select.value ? kind.toThing(select.value) : null;
    const done = await ctx.surface.choose(ctx, element, select, { [kind.single]: thing }, select.value);
    if (done) last = select.value;
    else select.value = last;
  });
  return h("span", { class: "select" }, select);
}

function manySelect(element, ctx, kind) {
  const select = openOnArrows(h("select", naming(element, ctx)));
  fill(select, kind, words(element.placeholder) || "Add …", false);
  const picked = chips(element, ctx, kind, select);
  select.value = "";
  select.addEventListener("change", () => {
    const id = select.value;
    select.value = "";
    if (id) picked.add(kind.toThing(id));
  });
  return h("span", { class: "multi" }, picked.node, h("span", { class: "select" }, select));
}

/** The things chosen so far, each with a button that takes it away again. */
function chips(element, ctx, kind, control) {
  const node = h("span", {
    class: "chips",
    role: "group",
    "aria-label": `Chosen: ${ctx.label ?? words(element.placeholder)}`,
  });
  const entry = ctx.surface.entry(ctx, element, { [kind.many]: kind.initials });
  let chosen = [...(entry[kind.many] ?? [])];
  const change = async (next) => {
    const before = chosen;
    chosen = next;
    draw();
    const done = await ctx.surface.choose(
      ctx,
      element,
      control,
      { [kind.many]: chosen },
      chosen.map(kind.toId),
    );
    if (!done) {
      chosen = before;
      draw();
    }
  };
  const draw = () => {
    node.replaceChildren(
      ...chosen.map((thing) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            on: { click: () => (change(chosen.filter((one) => one !== thing)), control.focus()) },
          },
          hidden("Remove "),
          kind.name(thing),
          h("span", { "aria-hidden": "true", class: "cross" }, "×"),
        ),
      ),
    );
    node.hidden = !chosen.length;
  };
  draw();
  const has = (thing) => chosen.some((one) => kind.toId(one) === kind.toId(thing));
  const full = () => element.max_selected_items && chosen.length >= element.max_selected_items;
  return { node, add: (thing) => thing && !has(thing) && !full() && change([...chosen, thing]) };
}

export function externalSelect(element, ctx) {
  const kind = optionKind(element);
  const look = {
    least: element.min_query_length ?? 3,
    placeholder: words(element.placeholder) || "Type to search …",
    naming: naming(element, ctx),
    ask: (query) => ctx.surface.options(ctx, element, query),
  };
  if (isMulti(element)) {
    const box = combobox({ ...look, onPick: (option) => (picked.add(option), box.clear()) });
    const picked = chips(element, ctx, kind, box.input);
    return h("span", { class: "multi" }, picked.node, box.node);
  }
  const entry = ctx.surface.entry(ctx, element, { selected_option: kind.initial });
  const box = combobox({
    ...look,
    initial: entry.selected_option ? optionText(entry.selected_option) : "",
    onPick: (option, node) =>
      ctx.surface.choose(ctx, element, node, { selected_option: option }, option?.value),
  });
  return box.node;
}
