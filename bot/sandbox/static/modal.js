/* The one modal on screen: the top view of the person's stack. */

import * as api from "./api.js";
import { h, icon, newId, pending, words } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { Pane } from "./pane.js";
import { Surface } from "./surface.js";
import { problems } from "./validate.js";
import { me } from "./world.js";

export class Modal {
  #panes = new Map(); // view id → pane; the views below keep what was typed into them
  #view = null;
  #returnFocus = null;

  constructor(refresh) {
    this.refresh = refresh;
    const titleId = newId("modal");
    this.title = h("h2", { id: titleId });
    this.depth = h("span", { class: "faint" });
    this.closer = h("button", {
      type: "button",
      class: "button icon-only",
      on: { click: () => this.#close(true) },
    });
    this.body = h("div", { class: "modal-body" });
    this.cancel = h("button", { type: "button", class: "button", on: { click: () => this.#close() } });
    this.submit = h("button", { type: "submit", class: "button primary" });
    const form = h(
      "form",
      { class: "modal", novalidate: true },
      h("header", { class: "modal-head" }, this.closer, this.title, this.depth),
      this.body,
      h("footer", { class: "dialog-foot" }, this.cancel, this.submit),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.node = h("dialog", { class: "dialog", "aria-labelledby": titleId }, form);
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault(); // Escape asks the server, which knows what is below
      this.#close();
    });
    document.body.append(this.node);
  }

  /** Draw what the server says is on top; null closes. */
  show(view, depth = 1) {
    if (!view) return this.#hide();
    const isNew = this.#view?.id !== view.id;
    this.#view = view;
    const known = this.#panes.has(view.id);
    if (!known) {
      const surface = new Surface({ type: "view", view_id: view.id });
      surface.seed(view.state?.values);
      this.#panes.set(view.id, new Pane(surface));
    }
    const pane = this.#panes.get(view.id);
    pane.update(view.blocks);

    this.title.textContent = withEmoji(words(view.title)) || "Form";
    this.depth.textContent = depth > 1 ? `${depth} of 3` : "";
    this.closer.replaceChildren(icon("close"));
    this.closer.setAttribute("aria-label", depth > 1 ? "Close all forms" : "Close form");
    this.cancel.textContent = words(view.close) || (view.submit ? "Cancel" : "Close");
    this.submit.textContent = words(view.submit);
    this.submit.hidden = !view.submit;
    this.submit.disabled = Boolean(view.submit_disabled);
    if (this.body.firstElementChild !== pane.node) this.body.replaceChildren(pane.node);
    if (!this.node.open) {
      this.#returnFocus = document.activeElement;
      this.node.showModal();
    }
    if (isNew) {
      this.body.scrollTop = 0;
      this.#firstFocus(view, pane.node);
    }
    return undefined;
  }

  #firstFocus(view, root) {
    const wanted = (view.blocks ?? [])
      .map((block) => block.element ?? block.accessory)
      .find((element) => element?.focus_on_load);
    const marked = wanted && root.querySelector(`[data-action="${CSS.escape(wanted.action_id)}"]`);
    const field = marked ?? root.querySelector("input:not([type=hidden]),select,textarea");
    (field?.matches("input,select,textarea")
      ? field
      : (field?.querySelector("input,select") ?? this.closer)
    ).focus();
  }

  #hide() {
    this.#view = null;
    this.#panes.clear();
    if (!this.node.open) return;
    this.node.close();
    if (this.#returnFocus?.isConnected) this.#returnFocus.focus();
    else document.querySelector(".composer textarea")?.focus();
  }

  /** Cancel goes back to the view below; the cross closes all of them. */
  async #close(everything = false) {
    if (!this.#view) return;
    const reply = await pending(this.cancel, () =>
      api.close({ person: me(), view_id: this.#view.id, everything }),
    );
    if (reply.ok === false) this.#panes.get(this.#view?.id)?.surface.note(api.explain(reply));
    await this.refresh();
  }

  async #send() {
    const view = this.#view;
    const { surface, node } = this.#panes.get(view.id);
    surface.note("");
    const missing = problems(view.blocks ?? [], surface);
    if (this.#showErrors(node, missing)) return;
    const reply = await pending(this.submit, () =>
      api.submit({ person: me(), view_id: view.id, state: surface.state() }),
    );
    if (reply.errors) {
      const shown = this.#showErrors(node, reply.errors);
      const strays = Object.keys(reply.errors).length - shown;
      if (strays) surface.note(Object.values(reply.errors).join(" "));
    } else if (reply.ok === false) {
      surface.note(api.explain(reply));
    }
    await this.refresh();
  }

  /** Write each error under its field and go to the first; how many found their field. */
  #showErrors(root, errors) {
    let count = 0;
    for (const block of root.querySelectorAll(".block-input")) {
      const field = block.querySelector(".field");
      const text = errors[block.dataset.blockId];
      field.showError(text ?? "");
      if (!text) continue;
      if (!count) field.focusField();
      count += 1;
    }
    return count;
  }
}
