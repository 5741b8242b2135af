/* Small questions on top of everything: the `confirm` object of an element. */

import { h, newId, words } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { emojiWords } from "./emoji.js";

/** Ask; true when the person agrees. Escape and a click beside the question mean no. */
export function confirmed(confirm) {
  return new Promise((answer) => {
    const title = newId("confirm");
    const yes = h(
      "button",
      { type: "button", class: confirm.style === "danger" ? "button danger" : "button primary" },
      words(confirm.confirm) || "Yes",
    );
    const no = h("button", { type: "button", class: "button" }, words(confirm.deny) || "Cancel");
    const body =
      confirm.text?.type === "mrkdwn"
        ? mrkdwn(confirm.text.text)
        : h("p", {}, emojiWords(words(confirm.text)));
    const dialog = h(
      "dialog",
      { class: "dialog small", "aria-labelledby": title },
      h("h2", { id: title }, words(confirm.title) || "Are you sure?"),
      body,
      h("div", { class: "dialog-foot" }, no, yes),
    );
    let agreed = false;
    yes.addEventListener("click", () => {
      agreed = true;
      dialog.close();
    });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(agreed);
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
