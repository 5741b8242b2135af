/*
 * Slack's mrkdwn → DOM nodes. The text arrives with &amp; &lt; &gt; as entities and with
 * <angle brackets> around links, people and dates; everything else is what somebody typed.
 */

import { h, link } from "./dom.js";
import { drawable, emoji, emojiNode } from "./emoji.js";
import { fillTokens, prettyDay, clockTime } from "./time.js";
import { channel, channelTitle, me, now, personName, zone } from "./world.js";

const TAGS = { "*": "strong", _: "em", "~": "s" };
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const EMOJI = /:([a-z0-9_+-]+):(?::skin-tone-[2-6]:)?/y;
const BARE_URL = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"*_~`]/y;
const BARE_PING = /@(channel|here|everyone)\b/y;
const WORD = /[\p{L}\p{N}]/u;

export const decode = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** Text of a message or of a mrkdwn text object. `verbatim` switches the guessing of bare words off. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const root = h("div", { class: "mrkdwn" });
  const pieces = String(text ?? "").split(/```/);
  pieces.forEach((piece, index) => {
    const closed = index % 2 === 1 && index < pieces.length - 1;
    if (closed) root.append(h("pre", {}, decode(unwrap(piece.replace(/^\n/, "").replace(/\n$/, "")))));
    else
      root.append(
        ...lines(index % 2 === 1 ? `\`\`\`${piece}` : trimAroundPre(piece, index, pieces.length), verbatim),
      );
  });
  return root;
}

// A block of code has its own margins; the line break that ends the line before it is not a blank line.
function trimAroundPre(piece, index, count) {
  const start = index > 1 ? piece.replace(/^\n/, "") : piece;
  return index < count - 2 ? start.replace(/\n$/, "") : start;
}

function lines(text, verbatim) {
  if (!text) return [];
  const out = [];
  let quote = null;
  let rest = false; // ">>>" quotes everything that follows
  text.split("\n").forEach((line, index, all) => {
    const opened = /^(?:&gt;|>)((?:&gt;|>){2})?\s?/.exec(line);
    if (opened || rest) {
      if (opened?.[1]) rest = true;
      if (!quote) out.push((quote = h("blockquote")));
      else quote.append(h("br"));
      quote.append(...inline(opened ? line.slice(opened[0].length) : line, verbatim));
      return;
    }
    quote = null;
    out.push(...inline(line, verbatim));
    const next = all[index + 1];
    if (next !== undefined && !/^(&gt;|>)/.test(next)) out.push(h("br"));
  });
  return out;
}

/** One line. Emphasis opens after a non-word and closes before one, as in Slack. */
export function inline(text, verbatim = false) {
  const out = [];
  let plain = "";
  const flush = () => {
    if (plain) out.push(...drawable(decode(plain)));
    plain = "";
  };
  const take = (node, length) => {
    flush();
    out.push(node);
    return length;
  };
  for (let at = 0; at < text.length;) {
    const step = special(text, at, verbatim, take);
    if (step) at += step;
    else plain += text[at++];
  }
  flush();
  return out;
}

function special(text, at, verbatim, take) {
  const mark = text[at];
  if (mark === "<") {
    const end = text.indexOf(">", at);
    if (end > at + 1) return take(reference(text.slice(at + 1, end)), end - at + 1);
  } else if (mark === "`") {
    const end = text.indexOf("`", at + 1);
    if (end > at + 1) return take(h("code", {}, decode(unwrap(text.slice(at + 1, end)))), end - at + 1);
  } else if (TAGS[mark]) {
    const end = closing(text, at);
    if (end) return take(h(TAGS[mark], {}, inline(text.slice(at + 1, end), verbatim)), end - at + 1);
  } else if (mark === ":") {
    const name = match(EMOJI, text, at);
    const drawn = name && emoji(name[1]);
    if (drawn) return take(emojiNode(name[1], drawn), name[0].length);
  } else if (mark === "h" && !verbatim && !WORD.test(text[at - 1] ?? "")) {
    const url = match(BARE_URL, text, at);
    if (url) return take(link(decode(url[0]), decode(url[0])), url[0].length);
  } else if (mark === "@" && !verbatim && !WORD.test(text[at - 1] ?? "")) {
    const range = match(BARE_PING, text, at);
    if (range) return take(ping(range[1]), range[0].length);
  }
  return 0;
}

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function closing(text, at) {
  const mark = text[at];
  if (WORD.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return 0;
  for (let end = at + 1; end < text.length; end += 1) {
    const skip =
      text[end] === "<" ? text.indexOf(">", end) : text[end] === "`" ? text.indexOf("`", end + 1) : -1;
    if (skip > end) end = skip;
    else if (text[end] === mark && !/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? "")) return end;
  }
  return 0;
}

/** References inside code keep their words and lose their brackets. */
const unwrap = (text) => text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target, label) => label ?? target);

function reference(body) {
  const cut = body.indexOf("|");
  const target = cut < 0 ? body : body.slice(0, cut);
  const label = cut < 0 ? "" : body.slice(cut + 1);
  if (/^@[UWB]/.test(target)) return userNode(target.slice(1), label);
  if (/^#[CGD]/.test(target)) return channelNode(target.slice(1), label);
  const range = /^!(channel|here|everyone)\b/.exec(target);
  if (range) return ping(range[1]);
  if (target.startsWith("!subteam^")) return ping(decode(label).replace(/^@/, "") || target.slice(9));
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!")) return decode(label || `<${target.slice(1)}>`);
  return link(decode(target), ...(label ? inline(label, true) : [decode(target.replace(/^mailto:/, ""))]));
}

function dateToken(target, label) {
  const [, unix, pattern = "", url] = target.split("^");
  const drawn = dateNode(Number(unix), decode(pattern), decode(label));
  return url ? link(decode(url), drawn) : drawn;
}

/* Shared with rich text, which says the same things in objects. */

export function dateNode(at, pattern, fallback) {
  if (!Number.isFinite(at)) return document.createTextNode(fallback);
  const exact = `${prettyDay(at, zone(), now())}, ${clockTime(at, zone())}`;
  return h(
    "time",
    { datetime: new Date(at * 1000).toISOString(), title: exact },
    fillTokens(pattern, at, zone(), now()),
  );
}

export function userNode(id, label = "") {
  const mine = id === me();
  return h(
    "span",
    { class: mine ? "mention mine" : "mention", data: { user: id } },
    `@${decode(label) || personName(id)}`,
  );
}

export function channelNode(id, label = "") {
  const found = channel(id);
  const name = found ? channelTitle(found) : `#${decode(label) || id}`;
  return h("a", { class: "mention", href: `#${me()}/${id}` }, name);
}

/** Something that rings many phones: never to be overlooked here. */
export const ping = (range) =>
  h("span", { class: "ping", title: "This notifies everybody in the conversation" }, `@${range}`);
