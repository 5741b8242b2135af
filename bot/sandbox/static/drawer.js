/* On a narrow screen the sidebar is a drawer over the page. */

import { h } from "./dom.js";

export class Drawer {
  constructor(side, button, page) {
    Object.assign(this, { side, button, page });
    this.scrim = h("div", { class: "scrim", hidden: true, on: { click: () => this.close() } });
    document.body.append(this.scrim);
    button.addEventListener("click", () => this.open());
    document.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && this.close(),
    );
    // Wider again: the drawer is a plain sidebar, and nothing may stay inert.
    window.matchMedia("(max-width: 760px)").addEventListener("change", () => this.close());
  }

  open() {
    this.#set(true);
    this.side.querySelector("a[aria-current], select")?.focus();
  }

  close() {
    if (this.button.getAttribute("aria-expanded") !== "true") return;
    this.#set(false);
    this.button.focus();
  }

  #set(open) {
    this.side.classList.toggle("open", open);
    this.scrim.hidden = !open;
    this.page.inert = open; // Tab stays in the drawer
    this.button.setAttribute("aria-expanded", String(open));
  }
}
