/* The details of a Work Object that was opened in a message: what the app shows this one person. */

import * as api from "./api.js";
import { h, icon, link, newId, pending } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { Pane } from "./pane.js";
import { Surface } from "./surface.js";
import { me } from "./world.js";

const WHY = {
  not_found: "This item could not be found.",
  restricted: "You may not see this item.",
  timeout: "The app took too long.",
};

export class Details {
  #shown = "";

  constructor() {
    const title = newId("details");
    this.title = h("h2", { id: title });
    this.closer = h(
      "button",
      {
        type: "button",
        class: "button icon-only",
        "aria-label": "Close details",
        on: { click: () => this.#close() },
      },
      icon("close"),
    );
    this.body = h("div", { class: "details" });
    this.node = h(
      "dialog",
      { class: "dialog small", "aria-labelledby": title },
      h("header", { class: "modal-head" }, this.title, this.closer),
      this.body,
    );
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault(); // Escape tells the server, which knows what is open
      this.#close();
    });
    document.body.append(this.node);
  }

  /** Draw what the server says is open; null closes. */
  show(found) {
    if (!found) {
      this.#shown = "";
      this.node.close();
      return;
    }
    const key = JSON.stringify(found);
    if (key === this.#shown) return;
    this.#shown = key;
    this.title.textContent = found.title || "Details";
    const pane = new Pane(new Surface({ type: "entity_detail" }));
    pane.update(found.blocks);
    this.body.replaceChildren(
      h("p", { class: "faint" }, found.kind),
      ...found.rows.map(([label, words]) =>
        h("div", { class: "attachment-field" }, h("strong", {}, label), mrkdwn(words)),
      ),
      found.error ? h("p", { class: "note", role: "alert" }, found.said || WHY[found.error] || found.error) : "",
      found.url ? h("p", {}, link(found.url, found.url)) : "",
      pane.node,
    );
    if (!this.node.open) this.node.showModal();
  }

  #close() {
    pending(this.closer, () => api.shut({ person: me() }));
  }
}
