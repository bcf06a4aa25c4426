// Single keys, where the page has `data-shortcuts`: they can be switched off. What a key does is said by the page: it
// presses what has `data-shortcut`, and goes into what can be typed in. On the session that has the focus, e edits
// and Delete cancels.

import { gettext } from "./words.js";

const SESSION = /^\/sessions\/[0-9a-f]{8}-[0-9a-f-]{27}\/$/;
const WORDS = { e: "edit/", Delete: "cancel/", Backspace: "cancel/" };

const TYPED_INTO = "input, textarea, select, [contenteditable], [role=menu]";
// A dialog that was closed just now may still have the focus, out of sight.
const isTyping = ({ target }) => target.closest?.(TYPED_INTO)?.checkVisibility();
const isElsewhere = (event) =>
  event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;

const sessionAt = (key) => {
  const at = document.activeElement;
  const link = at.closest?.("a[href]") ?? at.closest?.("[data-session]")?.querySelector("a[href]");
  if (link && SESSION.test(link.pathname)) {
    return `${link.pathname}${WORDS[key]}?next=${encodeURIComponent(location.pathname + location.search)}`;
  }
  return SESSION.test(location.pathname) ? `${location.pathname}${WORDS[key]}` : "";
};

const press = (element) => {
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("input, select")?.focus();
  } else {
    element.click();
  }
};

const declaredFor = (key) => {
  const found = [...document.querySelectorAll("[data-shortcut]")];
  const own = found.filter((element) => element.dataset.shortcut.split(" ").includes(key));
  return own.find((element) => element.checkVisibility()) ?? own[0];
};

const showKeys = async (link) => {
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = page && page.querySelector("[data-keys]");
  if (!keys) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const close = document.getElementById("quick-dialog").querySelector(".dialog-close").cloneNode(true);
  title.textContent = gettext("Keyboard shortcuts");
  title.id = "keys-title";
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, document.adoptNode(keys), close);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

// On the window, so that whatever listens on the page has had its turn.
addEventListener("keydown", (event) => {
  if (!("shortcuts" in document.body.dataset)) return;
  if (isElsewhere(event) || isTyping(event) || document.querySelector("dialog[open]")) return;
  if (document.body.dataset.busy) return;
  const page = event.key in WORDS && sessionAt(event.key);
  const element = declaredFor(event.key);
  if (!page && !element) return;
  event.preventDefault();
  if (page) location.assign(page);
  else if (event.key === "?") showKeys(element);
  else press(element);
});
