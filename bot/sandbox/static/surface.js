/*
 * A surface is what carries blocks and answers for them: one message, one modal view, one Home tab.
 * It remembers what was chosen (by block_id and action_id, as Slack does), tells the server about
 * actions, and shows when something went wrong.
 */

import * as api from "./api.js";
import { h, pending } from "./dom.js";
import { confirmed } from "./dialogs.js";
import { me } from "./world.js";

const keyOf = (blockId, actionId) => `${blockId}\u0000${actionId}`;

export class Surface {
  #entries = new Map();

  constructor(container) {
    this.container = container;
    this.noteNode = h("p", { class: "note", role: "alert", hidden: true });
  }

  /** The entry of an element: what was chosen here before, else what the element starts with. */
  entry(ctx, element, initial) {
    const key = keyOf(ctx.blockId, element.action_id);
    const kept = this.#entries.get(key);
    if (kept?.entry.type === element.type) return kept.entry;
    const entry = { type: element.type, ...initial };
    this.#entries.set(key, { blockId: ctx.blockId, actionId: element.action_id, entry });
    return entry;
  }

  /** What the server already knows, e.g. after a reload of the page. */
  seed(values = {}) {
    for (const [blockId, actions] of Object.entries(values)) {
      for (const [actionId, entry] of Object.entries(actions))
        this.#entries.set(keyOf(blockId, actionId), { blockId, actionId, entry });
    }
  }

  keep(ctx, element, chosen) {
    const entry = { type: element.type, ...chosen };
    this.#entries.set(keyOf(ctx.blockId, element.action_id), {
      blockId: ctx.blockId,
      actionId: element.action_id,
      entry,
    });
  }

  read(blockId, actionId) {
    return this.#entries.get(keyOf(blockId, actionId))?.entry;
  }

  /** Forget what belongs to elements that are no longer on the surface. */
  prune(stillThere) {
    for (const [key, { blockId, actionId }] of this.#entries) {
      if (!stillThere(blockId, actionId)) this.#entries.delete(key);
    }
  }

  /** Slack's `state.values`. */
  state() {
    const values = {};
    for (const { blockId, actionId, entry } of this.#entries.values()) {
      (values[blockId] ??= {})[actionId] = entry;
    }
    return values;
  }

  /** A choice was made. Inside an input block the app hears of it only when it asked to. */
  async choose(ctx, element, node, chosen, value) {
    if (element.confirm && sends(ctx) && !(await confirmed(element.confirm))) return false;
    this.keep(ctx, element, chosen);
    ctx.touched?.();
    if (sends(ctx)) await this.act(ctx, element, node, value);
    return true;
  }

  async press(ctx, element, node, value) {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await this.act(ctx, element, node, value);
  }

  async act(ctx, element, node, value) {
    this.note("");
    const reply = await pending(node, () =>
      api.act({
        person: me(),
        container: this.container,
        block_id: ctx.blockId,
        action_id: element.action_id,
        value,
        state: this.state(),
      }),
    );
    if (reply.ok === false) this.note(api.explain(reply));
  }

  async options(ctx, element, query) {
    const reply = await api.options({
      person: me(),
      container: this.container,
      block_id: ctx.blockId,
      action_id: element.action_id,
      query,
    });
    if (reply.ok === false || reply.error) throw new Error(api.explain(reply));
    return reply;
  }

  note(text) {
    this.noteNode.textContent = text;
    this.noteNode.hidden = !text;
  }
}

export const sends = (ctx) => !ctx.input || ctx.dispatch;
