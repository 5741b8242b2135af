/* Where one writes. Enter sends, Shift+Enter begins a new line; each place keeps its own draft. */

import * as api from "./api.js";
import { Completion } from "./completion.js";
import { h, icon, newId, pending } from "./dom.js";
import { menuButton } from "./menu.js";
import { app, channel, channelTitle, me, world } from "./world.js";

const TALLEST = 220; // px

/** Drafts live as long as the tab. */
const drafts = {
  read: (key) => sessionStorage.getItem(`draft ${key}`) ?? "",
  write: (key, text) =>
    text ? sessionStorage.setItem(`draft ${key}`, text) : sessionStorage.removeItem(`draft ${key}`),
};

export class Composer {
  #place = { channel: "", thread: "" };

  constructor({ inThread = false, sent }) {
    this.inThread = inThread;
    this.sent = sent;
    this.field = h("textarea", { rows: 1, id: newId("write"), autocomplete: "off", spellcheck: "true" });
    this.note = h("p", { class: "note", role: "alert", hidden: true });
    this.completion = new Completion(this.field, { commandsToo: !inThread });
    this.field.setAttribute("aria-describedby", this.completion.usage.id);
    this.file = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      tabindex: "-1",
      "aria-hidden": "true",
      on: { change: () => this.#attach() },
    });
    this.clip = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "Attach a file",
        title: "Attach a file",
        on: { click: () => this.file.click() },
      },
      icon("clip"),
    );
    this.send = h(
      "button",
      { type: "submit", class: "tool send", "aria-label": "Send", title: "Send (Enter)" },
      icon("send"),
    );
    this.more = menuButton(
      { class: "tool", "aria-label": "Shortcuts", title: "Shortcuts" },
      icon("bolt"),
      () => this.#shortcuts(),
    );
    this.bar = h(
      "div",
      { class: "composer-bar" },
      this.file,
      this.clip,
      !inThread && this.more,
      this.completion.usage,
      this.send,
    );
    this.node = h(
      "form",
      { class: "composer" },
      this.note,
      this.completion.node,
      h("div", { class: "composer-box" }, this.field, this.bar),
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
    });
    this.field.addEventListener("input", () => {
      drafts.write(this.#key(), this.field.value);
      this.#grow();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.isComposing || this.completion.key(event)) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.#say();
      }
    });
  }

  #key() {
    return `${me()} ${this.#place.channel} ${this.#place.thread}`;
  }

  update(channelId, thread = "") {
    const one = channel(channelId);
    const before = this.#key();
    this.#place = { channel: channelId, thread };
    const name = one ? channelTitle(one) : "";
    const label = this.inThread ? "Reply in thread" : `Message ${name}`;
    const closed = !one || one.is_archived;
    this.field.setAttribute("aria-label", label);
    this.field.placeholder = closed
      ? "This channel is archived: nobody can write here"
      : `${label}${this.inThread ? "" : "  ·  / for commands"}`;
    for (const part of [this.field, this.clip, this.send, this.more]) part.disabled = closed;
    this.more.hidden = !this.#global().length;
    if (before === this.#key() && this.shown) return;
    this.shown = true;
    this.#tell("");
    this.completion.hide();
    this.field.value = drafts.read(this.#key());
    this.#grow();
  }

  focus() {
    if (!this.field.disabled) this.field.focus({ preventScroll: true });
  }

  async #say() {
    const text = this.field.value.trim();
    if (!text) return;
    const place = this.#place;
    const key = this.#key();
    this.field.value = ""; // at once: the next line may be typed before the answer comes
    drafts.write(key, "");
    this.completion.hide();
    this.#grow();
    this.#tell("");
    const reply = await pending(this.send, () =>
      api.say({ person: me(), channel: place.channel, text, thread_ts: place.thread || undefined }),
    );
    if (reply.ok === false) {
      this.#tell(api.explain(reply));
      if (!text.startsWith("/") && !this.field.value && this.#key() === key) {
        this.field.value = text;
        drafts.write(key, text);
        this.#grow();
      }
    }
    this.sent();
  }

  async #attach() {
    const files = [...this.file.files];
    this.file.value = "";
    const { channel: channelId, thread } = this.#place;
    for (const file of files) {
      const reply = await pending(this.clip, () =>
        api.upload({ person: me(), channel: channelId, thread_ts: thread || undefined }, file),
      );
      if (reply.ok === false) this.#tell(`${file.name}: ${api.explain(reply)}`);
    }
    this.sent();
  }

  #global() {
    return (world.state.shortcuts ?? []).filter((one) => one.type === "global");
  }

  #shortcuts() {
    return this.#global().map((one) => ({
      label: one.name,
      detail: app().name,
      pick: async (node) => {
        const reply = await pending(node, () =>
          api.shortcut({ person: me(), callback_id: one.callback_id, channel: this.#place.channel }),
        );
        if (reply.ok === false) this.#tell(api.explain(reply));
      },
    }));
  }

  #tell(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, TALLEST)}px`;
  }
}
