/* Completion while one types: /commands with their usage, @people, #channels. */

import { h, newId } from "./dom.js";
import { channelTitle, mentionable, world } from "./world.js";

const MOST = 8;

/** What could be meant by the words before the caret: {from, items, usage?} or null. */
function suggest(text, caret, commandsToo) {
  const before = text.slice(0, caret);
  const usage = commandsToo && before.startsWith("/") ? usageOf(before) : "";
  if (commandsToo && /^\/\S*$/.test(before)) return commands(before);
  const token = /(^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!token) return usage ? { from: 0, items: [], usage } : null;
  const from = caret - token[3].length - 1;
  const items = token[2] === "@" ? people(token[3]) : channels(token[3]);
  return items.length || usage ? { from, items, usage } : null;
}

/** How the command that is being written goes on. */
function usageOf(before) {
  const running = (world.state.commands ?? []).find((one) => one.command === before.split(/\s/)[0]);
  return running?.usage_hint ? `${running.command} ${running.usage_hint}` : "";
}

function commands(name) {
  const all = world.state.commands ?? [];
  const items = all
    .filter((one) => one.command.startsWith(name.toLowerCase()))
    .sort((a, b) => Number(b.command === name) - Number(a.command === name))
    .map((one) => ({ text: one.command, label: one.command, detail: one.description, hint: one.usage_hint }));
  return items.length ? { from: 0, items } : null;
}

function people(typed) {
  const begin = typed.toLowerCase();
  return mentionable()
    .filter(
      (one) =>
        one.name.toLowerCase().startsWith(begin) ||
        one.real_name
          ?.toLowerCase()
          .split(/\s/)
          .some((word) => word.startsWith(begin)),
    )
    .slice(0, MOST)
    .map((one) => ({ text: `@${one.name}`, label: `@${one.name}`, detail: one.real_name }));
}

function channels(typed) {
  return world.state.channels
    .filter((one) => (one.kind === "public" || one.kind === "private") && !one.is_archived)
    .filter((one) => one.name.startsWith(typed.toLowerCase()))
    .slice(0, MOST)
    .map((one) => ({ text: `#${one.name}`, label: channelTitle(one), detail: one.topic }));
}

export class Completion {
  #found = null;
  #active = 0;

  constructor(field, { commandsToo }) {
    this.field = field;
    this.commandsToo = commandsToo;
    this.node = h("div", {
      class: "completion",
      role: "listbox",
      id: newId("complete"),
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.usage = h("p", { class: "usage", id: newId("usage"), role: "status" });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.node.id);
    for (const event of ["input", "click"]) field.addEventListener(event, () => this.look());
    field.addEventListener("blur", () => this.hide());
  }

  look() {
    this.#found = suggest(this.field.value, this.field.selectionStart, this.commandsToo);
    this.#active = 0;
    this.#draw();
  }

  hide() {
    this.#found = null;
    this.#draw();
  }

  /** True when the key was for the list. */
  key(event) {
    const items = this.#found?.items ?? [];
    if (!items.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      this.#draw();
    } else if (event.key === "Escape") {
      this.hide();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !this.#typedOut())) {
      this.#take(items[this.#active]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  /** What is suggested stands there already: Enter then sends. */
  #typedOut() {
    const { from, items } = this.#found;
    return (
      this.field.value.slice(from, this.field.selectionStart).toLowerCase() ===
      items[this.#active].text.toLowerCase()
    );
  }

  #take(item) {
    const { value, selectionStart } = this.field;
    const tail = value.slice(selectionStart).replace(/^\s+/, "");
    const start = `${value.slice(0, this.#found.from)}${item.text} `;
    this.field.value = start + tail;
    this.field.setSelectionRange(start.length, start.length);
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draw() {
    const items = this.#found?.items ?? [];
    this.usage.textContent = this.#found?.usage ?? "";
    this.node.hidden = !items.length;
    this.node.replaceChildren(...items.map((item, index) => this.#row(item, index)));
    const active = items.length ? this.node.children[this.#active] : null;
    if (active) {
      this.field.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  #row(item, index) {
    return h(
      "div",
      {
        class: "option",
        role: "option",
        id: `${this.node.id}-${index}`,
        "aria-selected": String(index === this.#active),
        on: { pointerdown: (event) => event.preventDefault(), click: () => this.#take(item) },
      },
      h(
        "span",
        { class: "option-name" },
        item.label,
        item.hint && h("span", { class: "option-hint" }, ` ${item.hint}`),
      ),
      item.detail && h("span", { class: "faint" }, item.detail),
    );
  }
}
