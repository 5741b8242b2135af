/* The clock of the sandbox: it goes on at the usual pace, and anybody may move it. */

import * as api from "./api.js";
import { h, icon, newId, pending } from "./dom.js";
import { clockTime, fromLocal, shortDay, toLocal } from "./time.js";
import { me, now, world, zone } from "./world.js";

export class ClockBar {
  constructor(root, moved) {
    this.moved = moved;
    this.time = h("time", { class: "board-time" });
    this.day = h("span", { class: "board-day" });
    this.zone = h("span", { class: "board-zone" });
    this.note = h("span", { class: "note", role: "alert", hidden: true });
    const whenId = newId("when");
    this.when = h("input", { type: "datetime-local", id: whenId, required: true });
    const controls = newId("controls");
    const go = h("button", { type: "submit", class: "button" }, "Go");
    const form = h(
      "form",
      { class: "goto" },
      h("label", { for: whenId, class: "sr" }, "Go to date and time"),
      this.when,
      go,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const at = fromLocal(this.when.value, zone());
      if (at !== null) this.#move(new Date(at * 1000).toISOString(), go);
    });
    this.toggle = h(
      "button",
      { type: "button", class: "button clock-toggle", "aria-expanded": "false", "aria-controls": controls },
      icon("clock"),
      h("span", {}, "Move clock"),
    );
    this.toggle.addEventListener("click", () => {
      const open = root.classList.toggle("open");
      this.toggle.setAttribute("aria-expanded", String(open));
    });
    root.append(
      h(
        "div",
        { class: "board", role: "group", "aria-label": "Sandbox time" },
        this.time,
        h("span", { class: "board-side" }, this.day, this.zone),
      ),
      this.toggle,
      h(
        "div",
        { class: "clock-controls", id: controls },
        this.#button("+1 hour", "+1h"),
        this.#button("+1 day", "+1d"),
        this.#button("Next Monday 09:00", "next monday 09:00"),
        form,
        this.note,
      ),
    );
  }

  #button(label, to) {
    return h(
      "button",
      { type: "button", class: "button", on: { click: (event) => this.#move(to, event.currentTarget) } },
      label,
    );
  }

  async #move(to, node) {
    const reply = await pending(node, () => api.clock(to, me()));
    this.note.hidden = !reply.error;
    this.note.textContent = reply.error ? api.explain(reply) : "";
    if (reply.now !== undefined) world.state.now = reply.now;
    this.moved();
  }

  update() {
    const at = now();
    this.time.textContent = clockTime(at, zone());
    this.time.dateTime = new Date(at * 1000).toISOString();
    this.day.textContent = shortDay(at, zone());
    this.zone.textContent = zone().replaceAll("_", " ");
    if (document.activeElement !== this.when) this.when.value = toLocal(at, zone());
  }
}
