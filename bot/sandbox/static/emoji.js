/* Emoji by name and by character. A name that is not known stays as it was typed. */

import { h } from "./dom.js";
import { CHARACTERS } from "./emoji-names.js";

/** The character for a name, or undefined. */
export const emoji = (name) => CHARACTERS.get(name);

/*
 * Some machines have no font with emoji and would show empty boxes. There the signals that matter
 * (lamps, ticks, crosses) are drawn by the page, and every other name stays as it was typed.
 */

function fontHasEmoji() {
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) return true;
  const print = (text) => {
    brush.clearRect(0, 0, 40, 40);
    brush.font = "24px sans-serif";
    brush.fillText(text, 4, 28);
    return brush.getImageData(0, 0, 40, 40).data.join();
  };
  return print("\u{1f682}") !== print("\u{1fffe}"); // a locomotive, and a code point that nobody may use
}

let font;
const hasEmoji = () => (font ??= fontHasEmoji());

const LAMPS = {
  green: "#2f9e5b",
  yellow: "#e3b505",
  red: "#d13b32",
  orange: "#e07b1f",
  blue: "#2f74c9",
  purple: "#8a4fbf",
  brown: "#8b5a3c",
  white: "#ffffff",
  black: "#3a3f42",
};
const SIGNS = {
  white_check_mark: ["✓", "green"],
  heavy_check_mark: ["✓", "green"],
  ballot_box_with_check: ["✓", "blue"],
  x: ["✕", "red"],
  warning: ["!", "yellow"],
  no_entry: ["–", "red"],
  exclamation: ["!", "red"],
  sunny: ["\u2600\ufe0e", "yellow"],
  station: ["\u2261", "blue"],
  question: ["?", "blue"],
};

/** An emoji as a node; its name is what a screen reader says. */
export function emojiNode(name, drawn = emoji(name)) {
  const title = `:${name}:`;
  if (!drawn) return document.createTextNode(title);
  const props = { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title };
  if (hasEmoji()) return h("span", props, drawn);
  const colour =
    /^(?:large_)?(green|yellow|red|orange|blue|purple|brown|white|black)_(circle|(?:large_)?square)$/.exec(
      name,
    );
  if (colour)
    return h("span", {
      ...props,
      class: `lamp ${colour[2].replace("large_", "")}`,
      vars: { "--lamp": LAMPS[colour[1]] },
    });
  const sign = Object.hasOwn(SIGNS, name) && SIGNS[name];
  if (sign) return h("span", { ...props, class: "lamp square", vars: { "--lamp": LAMPS[sign[1]] } }, sign[0]);
  return h("span", { ...props, class: "emoji named" }, title);
}

const PICTURE = /\p{Extended_Pictographic}\ufe0f?/gu;
const byCharacter = new Map([...CHARACTERS].map(([name, drawn]) => [drawn.replace("\ufe0f", ""), name]));

/** Words that may hold emoji characters, as children for h(): unchanged where the machine can draw them. */
export function drawable(text) {
  if (hasEmoji()) return [text];
  const out = [];
  let last = 0;
  for (const found of text.matchAll(PICTURE)) {
    const name = byCharacter.get(found[0].replace("\ufe0f", ""));
    if (!name || found[0].codePointAt(0) < 0x2600) continue; // arrows and the like are in every font
    out.push(text.slice(last, found.index), emojiNode(name));
    last = found.index + found[0].length;
  }
  return [...out, text.slice(last)].filter((part) => part !== "");
}

const NAMED = /:([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/g;

/** Plain words with the emoji in them as nodes. */
export function emojiWords(text) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(NAMED)) {
    if (!emoji(found[1])) continue;
    out.push(...drawable(text.slice(last, found.index)), emojiNode(found[1]));
    last = found.index + found[0].length;
  }
  out.push(...drawable(text.slice(last)));
  return out.filter((part) => part !== "");
}

/** The same as a string, where no node can stand: titles, options of a list. */
export function withEmoji(text) {
  if (!hasEmoji()) return text;
  return text.replace(NAMED, (typed, name) => emoji(name) ?? typed);
}
