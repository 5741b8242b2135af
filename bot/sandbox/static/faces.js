/* The small squares that stand for people and for the app. */

import { h, svg } from "./dom.js";
import { world } from "./world.js";

const FACES = 8; // messages.css has a colour for each

export function face(one) {
  const initials =
    one.initials ||
    (one.real_name || one.name || "?")
      .split(/\s+/)
      .map((word) => word[0])
      .join("")
      .slice(0, 2)
      .toUpperCase();
  const place = Math.max(
    0,
    world.state.people.findIndex((each) => each.id === one.id),
  );
  return h(
    "div",
    { class: "avatar", "aria-hidden": "true", data: { face: String(place % FACES) } },
    initials,
  );
}

/** The sign of the app: a stop on a line. */
export const stationMark = () =>
  svg(
    "svg",
    { viewBox: "0 0 24 24", class: "mark", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: "M12 2v20", class: "mark-line" }),
    svg("circle", { cx: 12, cy: 12, r: 5.5, class: "mark-stop" }),
  );
