/* The middle of the page: a channel with its thread pane, or the app's Home tab. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { Pane } from "./pane.js";
import { Surface } from "./surface.js";
import { Timeline } from "./timeline.js";
import { address, app, appDm, channel, channelTitle, isApp, me, world } from "./world.js";

const PHONE = window.matchMedia("(max-width: 760px)");

export class Conversation {
  constructor(root, refresh) {
    const openThread = (ts) => this.openThread(ts);
    this.title = h("h1", {});
    this.topic = h("p", { class: "topic" });
    this.tabs = h("nav", { class: "tabs", "aria-label": "App", hidden: true });
    this.timeline = new Timeline({
      label: "Messages",
      inThread: false,
      openThread,
      empty: "Nothing here yet. Say hello, or type / for the commands.",
    });
    this.composer = new Composer({ sent: refresh });
    this.home = h("div", { class: "home", hidden: true });
    this.talk = h("section", { class: "talk" }, this.timeline.node, this.composer.node);
    this.main = h(
      "main",
      { class: "main", id: "main", tabindex: "-1" },
      h("header", { class: "head" }, h("div", {}, this.title, this.topic), this.tabs),
      this.talk,
      this.home,
    );

    this.threadLine = new Timeline({ label: "Thread", inThread: true, openThread, empty: "No replies yet." });
    this.threadWrite = new Composer({ inThread: true, sent: refresh });
    const shut = h(
      "button",
      {
        type: "button",
        class: "button icon-only",
        "aria-label": "Close thread",
        on: { click: () => this.closeThread() },
      },
      icon("close"),
    );
    this.thread = h(
      "aside",
      { class: "thread", "aria-label": "Thread", hidden: true },
      h("header", { class: "head" }, h("h2", {}, "Thread"), shut),
      this.threadLine.node,
      this.threadWrite.node,
    );
    this.thread.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.defaultPrevented && this.closeThread(),
    );
    PHONE.addEventListener("change", () => this.#cover());
    root.append(this.main, this.thread);
  }

  /** Names, topic, what can be written: whatever comes from the state. */
  drawFrame() {
    const one = channel(world.place);
    const atHome = world.place === "home";
    const withApp = atHome || isApp(one?.user);
    this.title.textContent = withApp ? (app().name ?? "App") : one ? channelTitle(one) : "";
    this.topic.textContent = one?.is_archived ? "Archived" : (one?.topic ?? "");
    this.tabs.hidden = !withApp;
    const tabs = withApp ? address(world.place) : "";
    if (withApp && tabs !== this.tabsOf) {
      const tab = (name, place) =>
        h("a", { href: address(place), "aria-current": world.place === place && "page" }, name);
      this.tabs.replaceChildren(tab("Home", "home"), appDm() ? tab("Messages", appDm().id) : "");
    }
    this.tabsOf = tabs;
    this.talk.hidden = atHome;
    this.home.hidden = !atHome;
    if (!atHome) this.composer.update(world.place);
    if (world.thread) this.threadWrite.update(world.place, world.thread);
    document.title = `${this.title.textContent} · ${world.state.team?.name ?? "Sandbox"}`;
  }

  async load() {
    const { place, thread } = world;
    if (place === "home") return this.#loadHome();
    const person = me();
    if (!place) return undefined;
    const reply = await api.messages(person, place);
    if (place === world.place && person === me())
      this.timeline.update(
        `${person} ${place}`,
        `Messages in ${this.title.textContent}`,
        reply.messages ?? [],
      );
    if (thread && thread === world.thread) await this.loadThread();
    return undefined;
  }

  async loadThread() {
    const { place, thread } = world;
    const person = me();
    const reply = await api.messages(person, place, thread);
    if (thread === world.thread && place === world.place)
      this.threadLine.update(`${person} ${place} ${thread}`, "Thread", reply.messages ?? []);
  }

  async #loadHome() {
    const person = me();
    const { view } = await api.home(person);
    if (world.place !== "home" || person !== me()) return;
    if (!view) {
      this.homePane = null;
      this.home.replaceChildren(
        h("p", { class: "empty" }, `${app().name ?? "The app"} has not drawn your Home tab yet.`),
      );
      return;
    }
    if (this.homePane?.surface.container.view_id !== view.id || this.homeOf !== person) {
      const surface = new Surface({ type: "view", view_id: view.id });
      surface.seed(view.state?.values);
      this.homePane = new Pane(surface);
      this.homeOf = person;
    }
    this.homePane.update(view.blocks);
    if (this.home.firstElementChild !== this.homePane.node) this.home.replaceChildren(this.homePane.node);
  }

  async openThread(ts) {
    world.thread = ts;
    this.returnFocus = document.activeElement;
    this.thread.hidden = false;
    this.#cover();
    this.threadWrite.update(world.place, ts);
    await this.loadThread();
    this.threadWrite.focus();
  }

  closeThread() {
    if (!world.thread) return;
    world.thread = "";
    this.thread.hidden = true;
    this.#cover();
    if (this.returnFocus?.isConnected) this.returnFocus.focus();
  }

  /** On a phone the thread lies over the channel, which then must not take the focus. */
  #cover() {
    this.main.inert = PHONE.matches && Boolean(world.thread);
  }
}
