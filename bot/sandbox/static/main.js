/* Puts the page together: who and where (from the address), what changed (from the server). */

import * as api from "./api.js";
import { ClockBar } from "./clockbar.js";
import { Conversation } from "./conversation.js";
import { Details } from "./details.js";
import { Drawer } from "./drawer.js";
import { Modal } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { address, channel, me, world } from "./world.js";

const refresh = () => want("state", "messages");
const sidebar = new Sidebar(document.querySelector("#side"), {
  becomes: (id) => (location.hash = address(world.place, id)),
});
const clockbar = new ClockBar(document.querySelector("#clock"), () => want("state", "messages"));
const conversation = new Conversation(document.querySelector("#work"), refresh);
const modal = new Modal(() => loadState());
const details = new Details();
const drawer = new Drawer(
  document.querySelector("#side"),
  document.querySelector("#open-side"),
  document.querySelector("#page"),
);
const CLOCK_EVERY = 15_000; // ms
const RETRY_AFTER = 3_000; // ms
const lost = document.querySelector("#lost");

/* Many events come in one breath; each thing is fetched once, and again if it changed meanwhile. */

const wanted = new Set();
let working = false;

function want(...things) {
  for (const thing of things) wanted.add(thing);
  if (!working) work();
}

async function work() {
  working = true;
  while (wanted.size) {
    const [thing] = wanted;
    wanted.delete(thing);
    if (thing === "state") await loadState();
    else await conversation.load();
  }
  working = false;
}

async function loadState(who = me()) {
  const reply = await api.state(who);
  if (reply.ok === false || !reply.channels) {
    lost.hidden = false;
    lost.textContent = api.explain(reply);
    return false;
  }
  if (who !== me() && who !== wishes().person && wishes().person) return false; // gone on meanwhile
  lost.hidden = true;
  world.state = reply;
  if (world.place !== "home" && !channel(world.place)) goHome();
  draw();
  return true;
}

function draw() {
  sidebar.update();
  clockbar.update();
  conversation.drawFrame();
  details.show(world.state.details);
  modal.show(world.state.view, world.state.view_depth);
}

/* The address: #U0ANA/C0WEB */

function wishes() {
  const [who = "", place = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { person: who, place };
}

/** Somewhere sensible, when the address names no place this person can see. */
function goHome() {
  const open = world.state.channels.filter((one) => !one.is_archived && one.is_member !== false);
  const first = open.find((one) => one.kind === "public") ?? open[0];
  world.place = first?.id ?? "home";
  history.replaceState(null, "", address(world.place));
}

let stream;

function listen() {
  stream?.close();
  stream = api.events(me());
  stream.addEventListener("open", () => {
    lost.hidden = true;
    want("state", "messages"); // whatever happened before the line was up (again)
  });
  stream.addEventListener("error", () => {
    lost.hidden = false;
    lost.textContent = "The line to the sandbox is down; trying again …";
  });
  stream.addEventListener("message", ({ data }) => heard(JSON.parse(data)));
}

function heard({ what, channel: where }) {
  if (what === "messages" && (!where || where === world.place)) want("messages");
  else if (what === "home") world.place === "home" && want("home");
  else if (what === "clock") want("state", "messages");
  else want("state");
}

/** The address names somebody who is not here (or the sandbox is not up yet): begin anew. */
async function loadSomebody(wanted) {
  if (wishes().person !== wanted) return false; // gone on meanwhile
  if (wanted) history.replaceState(null, "", address(world.place, ""));
  if (await loadState("")) return true;
  if (!world.state.me) setTimeout(follow, RETRY_AFTER);
  return false;
}

async function follow() {
  const { person, place } = wishes();
  const changed = !world.state.me || (person && person !== me());
  conversation.closeThread();
  drawer.close();
  world.place = place;
  if (changed) {
    if (!(await loadState(person)) && !(await loadSomebody(person))) return;
    listen();
    if (person !== me()) history.replaceState(null, "", address(world.place));
  } else {
    if (world.place !== "home" && !channel(world.place)) goHome();
    draw();
  }
  await conversation.load();
  want("state"); // reading took the unread marks away
  if (!modal.node.open && window.matchMedia("(hover: hover)").matches) conversation.composer.focus();
}

// The sandbox's clock goes on by itself; nobody sends an event for that.
setInterval(() => document.visibilityState === "visible" && me() && want("state"), CLOCK_EVERY);

window.addEventListener("hashchange", follow);
document.querySelector("#skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is ours: it names the person and the place
  (document.querySelector(".talk:not([hidden]) textarea:enabled") ?? document.querySelector("#main")).focus();
});
follow();
