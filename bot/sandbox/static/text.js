/* Block Kit text objects → nodes. */

import { h, words } from "./dom.js";
import { drawable, emojiWords } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

export function drawText(text) {
  if (!text) return null;
  if (text.type === "mrkdwn") return mrkdwn(text.text, text);
  const plain = words(text);
  return h("div", { class: "plain" }, text.emoji === false ? drawable(plain) : emojiWords(plain));
}
