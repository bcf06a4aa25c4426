// What can be done with a session, behind a button that comes with the pointer or the focus.

import { pickUp } from "./grid-keys.js";
import { gettext, interpolate } from "./words.js";

const button = document.createElement("button");
button.type = "button";
button.className = "block-more";
button.setAttribute("aria-haspopup", "true");
button.setAttribute("aria-expanded", "false");
const dots = document.createElementNS("http://www.w3.org/2000/svg", "svg");
dots.classList.add("icon");
dots.setAttribute("aria-hidden", "true");
dots.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
dots.firstChild.setAttribute("href", "#i-dots");
button.append(dots);

let menu = null;

const close = (keepsFocus) => {
  if (!menu) return;
  menu.remove();
  menu = null;
  button.setAttribute("aria-expanded", "false");
  if (keepsFocus) button.focus();
};

const offer = ({ target }) => {
  const block = target.closest?.("[data-grid] [data-session]");
  if (!block || menu || document.body.dataset.busy || button.parentElement === block) return;
  const title = block.querySelector(".block-title bdi").textContent;
  button.setAttribute("aria-label", interpolate(gettext("More for %(title)s"), { title }));
  block.append(button);
};

document.addEventListener("focusin", offer);
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") offer(event);
});

// The links of the menu are of the page; where they lead, and which there are, is said by the session.
const made = (block) => {
  const items = document.querySelector("template[data-block-menu]").content.firstElementChild.cloneNode(true);
  const address = block.querySelector("a").href;
  const here = location.pathname + location.search;
  for (const link of items.querySelectorAll("[data-page]")) {
    link.href = `${address}${link.dataset.page}?next=${encodeURIComponent(here)}`;
  }
  for (const sent of items.querySelectorAll("[data-action]")) sent.formAction = `${address}${sent.dataset.action}`;
  for (const next of items.querySelectorAll("[name=next]")) next.value = here;
  for (const part of items.querySelectorAll("[data-status]")) {
    const isOurs = part.dataset.status.split(" ").some((status) => block.matches(`.status-${status}`));
    if (!isOurs) part.remove();
  }
  return items;
};

const open = () => {
  menu = document.body.appendChild(made(button.closest("[data-session]")));
  const { bottom, top, right } = button.getBoundingClientRect();
  const { height, width } = menu.getBoundingClientRect();
  menu.style.top = `${bottom + height > innerHeight ? Math.max(top - height, 0) : bottom}px`;
  menu.style.left = `${Math.max(right - width, 0)}px`;
  button.setAttribute("aria-expanded", "true");
  menu.querySelector("a, button").focus();
};

document.addEventListener("click", (event) => {
  if (event.target.closest(".block-more")) {
    if (menu) close(true);
    else open();
    return;
  }
  if (event.target.closest("[data-move]")) {
    const block = button.closest("[data-session]");
    close();
    pickUp(block);
  } else if (!menu?.contains(event.target)) {
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (event.key === "Escape" || event.key === "Tab") close(true);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a, button")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});

addEventListener("scroll", () => close(), { passive: true });
