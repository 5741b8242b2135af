/* Who I am, and where I can go. */

import { h, hidden, icon } from "./dom.js";
import { face, stationMark } from "./faces.js";
import { clockTime } from "./time.js";
import { address, app, appDm, channelTitle, isApp, livingPeople, me, now, person, world } from "./world.js";

export class Sidebar {
  constructor(root, { becomes }) {
    this.root = root;
    this.team = h("p", { class: "team" });
    this.self = h("div", { class: "self" });
    this.who = h("select", { id: "who" });
    this.who.addEventListener("change", () => becomes(this.who.value));
    this.places = h("nav", { class: "places", "aria-label": "Channels and messages" });
    root.append(
      this.team,
      h("div", { class: "whoami" }, this.self, h("label", { for: "who", class: "sr" }, "You are"), this.who),
      this.places,
    );
  }

  update() {
    this.team.textContent = world.state.team?.name ?? "Sandbox";
    this.#drawMe();
    const channels = world.state.channels;
    const key = JSON.stringify([me(), world.place, channels, world.state.people.length, app()]);
    if (key === this.drawn) return; // the links keep the focus while nothing changed
    this.drawn = key;
    const focused =
      this.places.contains(document.activeElement) && document.activeElement.getAttribute("href");
    const rooms = channels.filter((one) => one.kind === "public" || one.kind === "private");
    const talks = channels.filter((one) => one.kind === "mpim" || (one.kind === "im" && !isApp(one.user)));
    const dm = appDm();
    this.places.replaceChildren(
      ...[
        group("App", [
          placeLink("home", h("span", { class: "glyph" }, icon("home")), "Home", {}),
          dm && placeLink(dm.id, h("span", { class: "glyph" }, stationMark()), app().name ?? dm.name, dm),
        ]),
        rooms.length && group("Channels", rooms.map(room)),
        talks.length && group("Direct messages", talks.map(talk)),
      ].filter(Boolean),
    );
    if (focused) this.places.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  #drawMe() {
    const myself = person(me());
    if (!myself) return;
    this.self.replaceChildren(
      face(myself),
      h(
        "div",
        {},
        h("div", { class: "self-name" }, myself.real_name || myself.name),
        h("div", { class: "self-time" }, `${clockTime(now(), myself.tz)} · ${place(myself.tz)}`),
      ),
    );
    const rows = livingPeople().map((one) =>
      h(
        "option",
        { value: one.id },
        [
          one.real_name || one.name,
          `${clockTime(now(), one.tz)} ${place(one.tz)}`,
          one.is_restricted && "guest",
        ]
          .filter(Boolean)
          .join(" · "),
      ),
    );
    const isOpen = document.activeElement === this.who; // a list that is being read stays as it is
    if (!isOpen || this.who.options.length !== rows.length) this.who.replaceChildren(...rows);
    this.who.value = me();
  }
}

/** "Europe/Lisbon" → "Lisbon" */
const place = (tz) => (tz ?? "UTC").split("/").at(-1).replaceAll("_", " ");

function group(name, rows) {
  return h(
    "section",
    { class: "group" },
    h("h2", {}, name),
    h(
      "ul",
      {},
      rows.filter(Boolean).map((row) => h("li", {}, row)),
    ),
  );
}

function placeLink(id, glyph, name, one) {
  const here = world.place === id;
  const unread = here ? 0 : (one.unread ?? 0);
  const look = [
    "place",
    unread && "unread",
    one.is_archived && "archived",
    one.is_member === false && "outside",
  ];
  return h(
    "a",
    { class: look.filter(Boolean).join(" "), href: address(id), "aria-current": here && "page" },
    glyph,
    h("span", { class: "place-name" }, name, one.is_archived && hidden(" (archived)")),
    unread > 0 && h("span", { class: "count" }, String(unread), hidden(" unread")),
  );
}

function room(one) {
  const glyph = one.kind === "private" ? [icon("lock"), "private"] : ["#", ""];
  return placeLink(
    one.id,
    h(
      "span",
      { class: "glyph", title: glyph[1] || undefined },
      h("span", { "aria-hidden": "true" }, glyph[0]),
      glyph[1] && hidden(" private "),
    ),
    one.name,
    one,
  );
}

function talk(one) {
  const who = one.user && person(one.user);
  return placeLink(
    one.id,
    who ? face(who) : h("span", { class: "glyph" }, icon("people")),
    channelTitle(one),
    one,
  );
}
