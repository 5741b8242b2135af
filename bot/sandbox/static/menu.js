/* A button that opens a short menu: overflow elements, message actions, shortcuts. */

import { h, newId } from "./dom.js";

let open = null;

function shut(giveBackFocus) {
  if (!open) return;
  const { menu, button } = open;
  open = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (giveBackFocus) button.focus();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) shut(false);
});
window.addEventListener("resize", () => shut(false));

/** `items()` → [{label, detail?, danger?, pick()}]; asked each time the menu opens. */
export function menuButton(props, face, items) {
  const id = newId("menu");
  const button = h(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id, ...props },
    face,
  );
  button.addEventListener("click", () => (open?.button === button ? shut(true) : show(button, id, items())));
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && open?.button !== button) {
      event.preventDefault();
      show(button, id, items());
    }
  });
  return button;
}

function show(button, id, items) {
  shut(false);
  const menu = h("div", {
    class: "menu",
    role: "menu",
    id,
    "aria-label": button.getAttribute("aria-label") ?? button.textContent,
  });
  for (const item of items) {
    const row = h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: "-1",
        class: item.danger ? "menu-item danger" : "menu-item",
        on: {
          click: () => {
            shut(true);
            item.pick(button);
          },
        },
      },
      item.label,
      item.detail && h("span", { class: "faint" }, item.detail),
    );
    menu.append(row);
  }
  menu.addEventListener("keydown", (event) => move(event, menu));
  menu.addEventListener("focusout", (event) => {
    if (open?.menu === menu && event.relatedTarget && !menu.contains(event.relatedTarget)) shut(false);
  });
  // Inside a modal the menu has to live in the dialog: the rest of the page is inert.
  (button.closest("dialog") ?? document.body).append(menu);
  open = { menu, button };
  button.setAttribute("aria-expanded", "true");
  place(menu, button);
  menu.firstElementChild?.focus();
}

function place(menu, button) {
  const spot = button.getBoundingClientRect();
  const width = menu.offsetWidth;
  const height = menu.offsetHeight;
  const below = spot.bottom + 4 + height <= window.innerHeight;
  menu.style.left = `${Math.max(8, Math.min(spot.right - width, window.innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? spot.bottom + 4 : spot.top - height - 4)}px`;
}

function move(event, menu) {
  const rows = [...menu.children];
  const here = rows.indexOf(document.activeElement);
  const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (go !== undefined) {
    event.preventDefault();
    rows[(go + rows.length) % rows.length]?.focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    shut(true);
  } else if (event.key === "Tab") {
    shut(true);
  }
}
