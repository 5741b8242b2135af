/* A text field with a list that somebody else fills while one types (the ARIA combobox pattern). */

import { h, newId, words } from "./dom.js";
import { withEmoji } from "./emoji.js";

const PAUSE = 150; // ms without a key before the app is asked

/**
 * ask(query) → {options} | {option_groups}; onPick(option | null, node) → false when it was not taken.
 * `least` is Slack's min_query_length: shorter words are not looked up.
 */
export function combobox({ ask, onPick, least, placeholder, naming, initial = "" }) {
  const listId = newId("list");
  const input = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    placeholder,
    ...naming,
    required: false, // the form checks what was picked, not what was typed
    value: initial,
  });
  const list = h("div", {
    class: "listbox",
    role: "listbox",
    id: listId,
    "aria-label": placeholder,
    hidden: true,
  });
  const node = h("span", { class: "combobox" }, input, list);
  let rows = []; // [{node, option}]
  let active = -1;
  let taken = initial;
  let asked = 0;
  let timer;

  // Fixed to the window: inside a form the list would be cut off at the form's edge.
  const put = () => {
    const spot = input.getBoundingClientRect();
    const below = window.innerHeight - spot.bottom > 180 || spot.top < 180;
    list.style.left = `${Math.max(8, Math.min(spot.left, window.innerWidth - list.offsetWidth - 8))}px`;
    list.style.minWidth = `${spot.width}px`;
    list.style.maxHeight = `${Math.min(260, (below ? window.innerHeight - spot.bottom : spot.top) - 12)}px`;
    list.style.top = below ? `${spot.bottom + 4}px` : "auto";
    list.style.bottom = below ? "auto" : `${window.innerHeight - spot.top + 4}px`;
  };
  const show = (...content) => {
    list.replaceChildren(...content);
    list.hidden = false;
    put();
    window.addEventListener("scroll", put, true);
    input.setAttribute("aria-expanded", "true");
  };
  const hide = () => {
    list.hidden = true;
    window.removeEventListener("scroll", put, true);
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    rows[active]?.node.setAttribute("aria-selected", "false");
    active = rows.length ? (next + rows.length) % rows.length : -1;
    const row = rows[active]?.node;
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) input.setAttribute("aria-activedescendant", row.id);
  };

  const pick = async (option) => {
    const before = taken;
    taken = option ? withEmoji(words(option.text)) : "";
    input.value = taken;
    hide();
    if ((await onPick(option, input)) === false) input.value = taken = before;
  };

  const rowFor = (option) => {
    const row = h(
      "div",
      {
        class: "option",
        role: "option",
        id: newId("option"),
        "aria-selected": "false",
        // pointerdown would take the focus away from the field, and closing on blur would come first
        on: { pointerdown: (event) => event.preventDefault(), click: () => pick(option) },
      },
      withEmoji(words(option.text)),
      option.description && h("span", { class: "faint" }, words(option.description)),
    );
    rows.push({ node: row, option });
    return row;
  };

  const message = (text) => h("div", { class: "listnote", role: "status" }, text);

  const search = async () => {
    const query = input.value === taken ? "" : input.value.trim();
    if (query.length < least) {
      rows = [];
      show(message(`Type at least ${least} character${least === 1 ? "" : "s"}`));
      return;
    }
    const mine = (asked += 1);
    node.setAttribute("aria-busy", "true");
    try {
      const reply = await ask(query);
      if (mine !== asked || document.activeElement !== input) return; // an older question, or gone on
      rows = [];
      const groups = reply.option_groups ?? [{ options: reply.options ?? [] }];
      const drawn = groups.flatMap((group) => {
        const items = (group.options ?? []).map(rowFor);
        return group.label
          ? [
              h(
                "div",
                { role: "group", "aria-label": words(group.label) },
                h("div", { class: "grouplabel", "aria-hidden": "true" }, words(group.label)),
                items,
              ),
            ]
          : items;
      });
      show(...(rows.length ? drawn : [message("Nothing found")]));
      if (rows.length && query) mark(0);
    } catch (problem) {
      show(message(problem.message));
    } finally {
      node.removeAttribute("aria-busy");
    }
  };

  input.addEventListener("focus", () => {
    input.select();
    if (least === 0) search();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    hide();
    // Emptied on purpose means "nothing"; other loose words are no choice, so the last one comes back.
    if (!input.value.trim() && taken) pick(null);
    else input.value = taken;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) search();
      else mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (rows[active]) pick(rows[active].option);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  });
  return {
    node,
    input,
    clear: () => {
      taken = "";
      input.value = "";
    },
  };
}
