/* The blocks of one surface, redrawn in place: what did not change keeps its node, and with it the focus. */

import { h } from "./dom.js";
import { drawBlock } from "./blocks.js";
import { dayNumber } from "./time.js";
import { now, zone } from "./world.js";

export class Pane {
  #drawn = new Map();

  constructor(surface) {
    this.surface = surface;
    this.node = h("div", { class: "blocks" });
  }

  update(blocks = []) {
    const focus = rememberFocus(this.node);
    this.surface.prune(members(blocks));
    const today = dayNumber(now(), zone()); // "today" and "tomorrow" on screen grow old
    const next = new Map();
    blocks.forEach((block, index) => {
      const key = `${today} ${index} ${JSON.stringify(block)}`;
      next.set(key, this.#drawn.get(key) ?? drawBlock(block, this.surface, index));
    });
    this.#drawn = next;
    place(this.node, [...next.values(), this.surface.noteNode]);
    focus?.(this.node);
  }
}

/** Like replaceChildren, but a node that stays is not taken out (that would lose its focus). */
export function place(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** Which block_id/action_id pairs exist in these blocks, however deep. */
function members(blocks) {
  const pairs = new Set();
  const walk = (thing, blockId) => {
    if (Array.isArray(thing)) thing.forEach((each) => walk(each, blockId));
    else if (thing && typeof thing === "object") {
      const here = thing.block_id ?? blockId;
      if (thing.action_id) pairs.add(`${here} ${thing.action_id}`);
      Object.values(thing).forEach((each) => walk(each, here));
    }
  };
  blocks.forEach((block, index) => walk(block, `block-${index}`));
  return (blockId, actionId) => pairs.has(`${blockId} ${actionId}`);
}

const FOCUSABLE = "input,select,textarea,button,a";

function rememberFocus(root) {
  const active = document.activeElement;
  const holder = root.contains(active) && active.closest("[data-action]");
  if (!holder) return null;
  const { block, action } = holder.dataset;
  const range =
    typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  return (fresh) => {
    if (fresh.contains(document.activeElement)) return;
    const found = [...fresh.querySelectorAll("[data-action]")].find(
      (node) => node.dataset.block === block && node.dataset.action === action,
    );
    const target = found?.matches(FOCUSABLE) ? found : found?.querySelector(FOCUSABLE);
    target?.focus();
    if (range && target?.setSelectionRange && /^(text|search|url|textarea)$/.test(target.type))
      target.setSelectionRange(...range);
  };
}
