// What can be done with a session, behind a button that comes with the pointer or the focus.

import { pickUp } from "./grid-keys.js";

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
  button.setAttribute("aria-label", `More for ${title}`);
  block.append(button);
};

document.addEventListener("focusin", offer);
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") offer(event);
});

// The links of the menu are of the page; where they lead is said by the session.
const open = () => {
  const block = button.closest("[data-session]");
  const template = document.querySelector("template[data-block-menu]");
  menu = template.content.firstElementChild.cloneNode(true);
  const address = block.querySelector("a").href;
  const back = `?next=${encodeURIComponent(location.pathname + location.search)}`;
  for (const link of menu.querySelectorAll("[data-page]")) link.href = `${address}${link.dataset.page}${back}`;
  for (const form of menu.querySelectorAll("form[data-action]")) form.action = `${address}${form.dataset.action}`;
  for (const field of menu.querySelectorAll("[name=version]")) field.value = block.dataset.version;
  document.body.append(menu);
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
  const isMove = event.target.closest("[data-move]");
  if (isMove) {
    const block = button.closest("[data-session]");
    close();
    pickUp(block);
  } else if (!menu?.contains(event.target)) {
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (event.key === "Escape") close(true);
  if (event.key === "Tab") close(true);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a, button")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});

addEventListener("scroll", () => close(), { passive: true });
