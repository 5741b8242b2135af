/* What the page knows: the last answer of /sandbox/state and where the person is. One of it. */

import { seconds } from "./time.js";

export const world = {
  state: { team: {}, people: [], channels: [], commands: [], shortcuts: [], app: {} },
  /** A channel id, or "home" for the app's Home tab. */
  place: "",
  thread: "",
};

export const me = () => world.state.me ?? "";
export const now = () => seconds(world.state.now);
export const person = (id) => world.state.people.find((one) => one.id === id);
export const channel = (id) => world.state.channels.find((one) => one.id === id);
export const zone = () => person(me())?.tz ?? "UTC";
export const app = () => world.state.app ?? {};
export const isApp = (id) => Boolean(id) && id === app().user_id;

/** How people call each other on screen. */
export const personName = (id) => {
  const found = person(id);
  return found?.real_name || found?.name || (isApp(id) ? app().name : undefined) || id;
};

/** The channel as people say it: "#web", "🔒board", "Ana Costa". */
export function channelTitle(one) {
  if (one.kind === "im") return one.user ? personName(one.user) : one.name;
  if (one.kind === "mpim") return one.name;
  return `#${one.name}`;
}

export const appDm = () => world.state.channels.find((one) => one.kind === "im" && isApp(one.user));

/** Whom one may mention: people, and the app itself. */
export const mentionable = () =>
  world.state.people.filter((one) => !one.deleted && (!one.is_bot || isApp(one.id)));

/** People one may talk to or pick: not gone, not machines. */
export const livingPeople = () =>
  world.state.people.filter((one) => !one.deleted && !one.is_bot && !isApp(one.id));

export function address(place, who = me()) {
  return `#${who}/${place}`;
}
