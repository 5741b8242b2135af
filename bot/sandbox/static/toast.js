/* A short notice for what has no better place of its own. */

import { h } from "./dom.js";

const STAYS = 6000; // ms

const shelf = h("div", { class: "toasts", role: "alert" });
document.body.append(shelf);

export function toast(text) {
  const note = h("p", { class: "toast" }, text);
  shelf.append(note);
  setTimeout(() => note.remove(), STAYS);
}
