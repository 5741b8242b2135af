/*
 * Building elements. Everything the bot or a person wrote travels as text or as an attribute,
 * never as markup: there is no innerHTML anywhere in this page.
 */

const SVG = "http://www.w3.org/2000/svg";
const SAFE_LINK = /^(https?:|mailto:|tel:|slack:|#|\/(?!\/))/i;
const SAFE_IMAGE = /^(https?:|data:image\/|\/(?!\/))/i;

/** h("button", {class: "x", on: {click}}, "words", node, null, [more]) */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...nodes(children));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...nodes(children));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, word] of Object.entries(value)) {
      if (word !== undefined && word !== null) node.dataset[key] = word;
    }
  } else if (name === "vars") {
    // Set through the object model, so that the page's policy may forbid style attributes.
    for (const [key, word] of Object.entries(value)) node.style.setProperty(key, word);
  } else if (name === "value") {
    node.value = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Where a link may go; anything else (javascript: …) stays plain text. */
export function link(url, ...label) {
  if (!SAFE_LINK.test(url ?? "")) return h("span", { class: "badlink", title: url }, ...label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

export function picture(url, alt, className) {
  if (!SAFE_IMAGE.test(url ?? "")) {
    return h(
      "span",
      { class: `${className ?? ""} nopicture`, role: "img", "aria-label": alt },
      alt || "picture",
    );
  }
  return h("img", {
    class: className,
    src: url,
    alt: alt ?? "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
}

let serial = 0;
export const newId = (prefix = "n") => `${prefix}${++serial}`;

/** Words for screen readers only. */
export const hidden = (text) => h("span", { class: "sr" }, text);

/**
 * Show that an answer is awaited, without standing in the way of a second press:
 * people do press twice, and the bot has to cope.
 */
export async function pending(node, work) {
  const waiting = Number(node.dataset.waiting ?? 0) + 1;
  node.dataset.waiting = String(waiting);
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    const left = Number(node.dataset.waiting) - 1;
    node.dataset.waiting = String(left);
    if (left <= 0) {
      node.removeAttribute("aria-busy");
      delete node.dataset.waiting;
    }
  }
}

/** The plain words of a Block Kit text object (or of a bare string). */
export const words = (object) => (typeof object === "string" ? object : (object?.text ?? ""));

const ICONS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  file: "M5 2.5h7l3.5 3.5v11.5h-10.5zM12 2.5v4h3.5",
  people: "M7 10a2.5 2.5 0 1 0-.01 0M2.5 16c0-3 9-3 9 0M13 9.5a2 2 0 1 0-.01 0M13.5 12c2 0 4 1 4 3",
  ticket: "M3 6h14v2.5a1.5 1.5 0 0 0 0 3V14H3v-2.5a1.5 1.5 0 0 0 0-3zM12 6v8",
  trash: "M4 6h12M8 6V4h4v2M6 6l.8 11h6.4L14 6M9 9v5M11 9v5",
  thumbup: "M3 9h3v8H3zM6 10l3-6c2 0 2 2 1.5 4H16l-1 7c-.2 1-.8 2-2 2H6",
  thumbdown: "M3 3h3v8H3zM6 10l3 6c2 0 2-2 1.5-4H16l-1-7c-.2-1-.8-2-2-2H6",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  reply: "M4 5h12v8H9l-4 3v-3H4z",
  clip: "M14 9l-5 5a3 3 0 0 1-4-4l6-6a2 2 0 0 1 3 3l-6 6a1 1 0 0 1-1.5-1.5L12 6",
  bolt: "M11 3L5 11h4l-1 6 6-8h-4z",
  send: "M4 10l12-6-4 12-3-5z",
  home: "M3 10l7-6 7 6M5 9v7h10V9",
  down: "M10 4v12M5 11l5 5 5-5",
  clock: "M10 3a7 7 0 1 0 .01 0M10 6v4l3 2",
};

/** Small line icons, drawn here so that nothing has to be fetched. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name] }),
  );
}
