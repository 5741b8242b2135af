/* One message: who, when, what, and what one can do with it. */

import * as api from "./api.js";
import { h, hidden, icon, link, pending, picture } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { face, stationMark } from "./faces.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { Pane } from "./pane.js";
import { drawBlock } from "./blocks.js";
import { toast } from "./toast.js";
import { clockTime, longDay } from "./time.js";
import { app, isApp, me, person, personName, world, zone } from "./world.js";

const QUIET = new Set([
  "channel_join",
  "channel_leave",
  "group_join",
  "group_leave",
  "channel_topic",
  "channel_name",
  "channel_archive",
]);

export const isBot = (message) =>
  Boolean(message.bot_id || message.app_id || isApp(message.user) || person(message.user)?.is_bot);

export const author = (message) =>
  message.username ||
  message.user_name ||
  (message.user ? personName(message.user) : app().name) ||
  "Somebody";

/** where: {channel, compact, inThread, surface, openThread(ts)} */
export function drawMessage(message, where) {
  const name = author(message);
  const at = Number(message.ts);
  const quiet = QUIET.has(message.subtype);
  const look = ["message", where.compact && "compact", message.is_ephemeral && "ephemeral", quiet && "quiet"];
  const time = h(
    "time",
    {
      class: "when",
      datetime: new Date(at * 1000).toISOString(),
      title: `${longDay(at, zone())}, ${clockTime(at, zone())}`,
    },
    clockTime(at, zone()),
  );
  return h(
    "article",
    {
      class: look.filter(Boolean).join(" "),
      role: "article",
      "aria-label": `${name}, ${clockTime(at, zone())}`,
      data: { ts: message.ts },
    },
    where.compact ? h("div", { class: "gutter" }, time) : avatar(message),
    h(
      "div",
      { class: "message-main" },
      message.is_ephemeral && h("div", { class: "only-you" }, "Only visible to you"),
      !where.compact &&
        h(
          "div",
          { class: "byline" },
          h("span", { class: "author" }, name),
          isBot(message) && h("span", { class: "badge" }, "APP"),
          time,
        ),
      body(message, where.surface),
      message.edited && h("span", { class: "faint edited" }, "(edited)"),
      (message.attachments ?? []).map((each) => attachment(each, message, where)),
      files(message.files),
      reactions(message, where.channel),
      replies(message, where),
    ),
    !message.is_ephemeral && !quiet && tools(message, where),
  );
}

function body(message, surface) {
  if (!message.blocks?.length) return message.text ? mrkdwn(message.text) : null;
  const pane = new Pane(surface);
  pane.update(message.blocks);
  return pane.node;
}

function avatar(message) {
  if (isBot(message)) return h("div", { class: "avatar app-avatar", "aria-hidden": "true" }, stationMark());
  return face(person(message.user) ?? { real_name: author(message) });
}

function attachment(each, message, { channel, surface }) {
  const colour = /^#?[0-9a-f]{6}$/i.test(each.color ?? "") ? `#${each.color.replace("#", "")}` : "";
  return h(
    "div",
    { class: "attachment", vars: colour ? { "--edge": colour } : {} },
    each.pretext && mrkdwn(each.pretext),
    each.title &&
      h("div", { class: "card-title" }, each.title_link ? link(each.title_link, each.title) : each.title),
    (each.text || !each.blocks) && mrkdwn(each.text ?? each.fallback ?? ""),
    (each.fields ?? []).map((field) =>
      h("div", { class: "attachment-field" }, h("strong", {}, field.title), mrkdwn(field.value)),
    ),
    (each.blocks ?? []).map((block, index) => drawBlock(block, surface, `attachment-${index}`)),
    each.is_work_object && opener(each.app_unfurl_url, message, channel),
    each.footer && h("div", { class: "faint" }, each.footer),
  );
}

/** What opens the details of a Work Object. */
function opener(url, message, channel) {
  const where = { channel, ts: message.ts, url };
  return h(
    "button",
    {
      type: "button",
      class: "textlink",
      on: { click: (event) => ask(event.currentTarget, () => api.open({ person: me(), ...where })) },
    },
    "Details",
  );
}

const UNITS = ["B", "kB", "MB", "GB"];

function bytes(size) {
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), UNITS.length - 1);
  return `${Math.round((size / 1000 ** power) * 10) / 10} ${UNITS[power]}`;
}

function files(list) {
  if (!list?.length) return null;
  return h("ul", { class: "files", "aria-label": "Files" }, list.map(fileRow));
}

function fileRow(file) {
  const name = file.title || file.name || file.id;
  const url = file.url_private || file.permalink || "";
  const shown = file.mimetype?.startsWith("image/") && url;
  return h(
    "li",
    { class: "filecard" },
    shown ? picture(url, name, "filepicture") : icon("file"),
    h(
      "span",
      {},
      url ? link(url, name) : name,
      Number.isFinite(file.size) && h("span", { class: "faint" }, ` ${bytes(file.size)}`),
    ),
  );
}

async function ask(node, call) {
  const reply = await pending(node, call);
  if (reply.ok === false) toast(api.explain(reply));
}

const react = (message, channel, name) => (event) =>
  ask(event.currentTarget, () => api.react({ person: me(), channel, ts: message.ts, name }));

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map(({ name, count, users = [] }) =>
      h(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(users.includes(me())),
          title: users.map(personName).join(", "),
          on: { click: react(message, channel, name) },
        },
        emojiNode(name),
        hidden(` ${name}, `),
        h("span", {}, String(count ?? users.length)),
      ),
    ),
  );
}

function replies(message, { inThread, openThread }) {
  if (inThread || !message.reply_count) return null;
  const many = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return h(
    "button",
    {
      type: "button",
      class: "textlink replies",
      on: { click: () => openThread(message.thread_ts ?? message.ts) },
    },
    many,
  );
}

function tools(message, { channel, inThread, openThread }) {
  const shortcuts = (world.state.shortcuts ?? []).filter((one) => one.type === "message");
  const run = (one) => (node) =>
    ask(node, () => api.shortcut({ person: me(), callback_id: one.callback_id, channel, ts: message.ts }));
  return h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": "Message actions" },
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "React with a ticket",
        title: "React with :ticket:",
        on: { click: react(message, channel, "ticket") },
      },
      icon("ticket"),
    ),
    !inThread &&
      h(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          on: { click: () => openThread(message.thread_ts ?? message.ts) },
        },
        icon("reply"),
      ),
    shortcuts.length > 0 &&
      menuButton({ class: "tool", "aria-label": "More actions", title: "More actions" }, icon("more"), () =>
        shortcuts.map((one) => ({ label: one.name, detail: app().name, pick: run(one) })),
      ),
  );
}
