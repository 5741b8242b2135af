/* A list of messages that is refreshed in place and stays at the bottom while the reader is there. */

import { h, icon } from "./dom.js";
import { drawMessage, isBot } from "./message.js";
import { place } from "./pane.js";
import { Surface } from "./surface.js";
import { dayNumber, longDay, prettyDay } from "./time.js";
import { me, now, world, zone } from "./world.js";

const NEAR_BOTTOM = 80; // px
const SAME_BREATH = 300; // seconds in which one author's messages share one byline

export class Timeline {
  #drawn = new Map(); // ts → {key, node}
  #surfaces = new Map(); // ts → {blocks, surface}: choices survive a redraw that leaves the blocks alone
  #where = "";
  #sticky = true;

  constructor({ label, inThread, openThread, empty }) {
    this.inThread = inThread;
    this.openThread = openThread;
    this.empty = h("p", { class: "empty" }, empty);
    this.list = h("div", { class: "messages-list", role: "log", "aria-live": "polite", "aria-label": label });
    this.scroller = h(
      "div",
      { class: "messages", tabindex: "0", role: "group", "aria-label": `${label}, scrollable` },
      this.list,
    );
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, on: { click: () => this.toBottom() } },
      icon("down"),
      "New messages",
    );
    this.node = h("div", { class: "timeline" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => {
      this.#sticky = this.#atBottom();
      if (this.#sticky) this.jump.hidden = true;
    });
    // Pictures and folded parts grow after they were placed; who was at the bottom stays there.
    const follow = new ResizeObserver(() => this.#sticky && this.toBottom());
    follow.observe(this.list);
    follow.observe(this.scroller);
  }

  /** Show the messages of a place; another place starts at its bottom. */
  update(where, label, messages) {
    const moved = where !== this.#where;
    if (moved) {
      this.#where = where;
      this.#drawn.clear();
      this.#surfaces.clear();
      this.#sticky = true;
      this.list.replaceChildren();
    }
    const before = this.#drawn.size;
    this.list.setAttribute("aria-label", label);
    this.list.setAttribute("aria-busy", "true"); // a whole channel is not read out; what comes later is
    place(this.list, this.#rows(messages));
    this.list.setAttribute("aria-busy", "false");
    if (this.#sticky) this.toBottom();
    else if (this.#drawn.size > before) this.jump.hidden = false;
  }

  toBottom() {
    this.#sticky = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #atBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  #rows(messages) {
    if (!messages.length) return [this.empty];
    const rows = [];
    const next = new Map();
    let previous = null;
    for (const message of messages) {
      const day = dayNumber(Number(message.ts), zone());
      const newDay = !previous || day !== dayNumber(Number(previous.ts), zone());
      if (newDay)
        rows.push(
          this.#kept(next, `day ${day}`, prettyDay(Number(message.ts), zone(), now()), () =>
            divider(message),
          ),
        );
      const compact = !newDay && sameBreath(previous, message);
      const key = JSON.stringify([message, compact, me(), dayNumber(now(), zone()), world.state.shortcuts]);
      const id = `${message.is_ephemeral ? "e" : ""}${message.ts}`;
      rows.push(this.#kept(next, id, key, () => this.#draw(id, message, compact)));
      previous = message;
    }
    this.#drawn = next;
    return rows;
  }

  #kept(next, id, key, draw) {
    const old = this.#drawn.get(id);
    const row = old?.key === key ? old : { key, node: draw() };
    next.set(id, row);
    return row.node;
  }

  #draw(id, message, compact) {
    const channel = message.channel ?? world.place;
    const blocks = JSON.stringify(message.blocks);
    let kept = this.#surfaces.get(id);
    if (!kept || kept.blocks !== blocks) {
      const container = {
        type: "message",
        channel,
        ts: message.ts,
        is_ephemeral: message.is_ephemeral || undefined,
      };
      kept = { blocks, surface: new Surface(container) };
      this.#surfaces.set(id, kept);
    }
    return drawMessage(message, {
      channel,
      compact,
      inThread: this.inThread,
      openThread: this.openThread,
      surface: kept.surface,
    });
  }
}

function sameBreath(previous, message) {
  return (
    previous &&
    !isBot(message) && // what an app says stands alone, under its name
    previous.user === message.user &&
    previous.username === message.username &&
    !previous.subtype === !message.subtype &&
    !previous.is_ephemeral &&
    !message.is_ephemeral &&
    !previous.reply_count &&
    Number(message.ts) - Number(previous.ts) < SAME_BREATH
  );
}

function divider(message) {
  const at = Number(message.ts);
  return h(
    "div",
    { class: "day", role: "separator", "aria-label": longDay(at, zone()) },
    h("span", {}, prettyDay(at, zone(), now())),
  );
}
