// Ctrl+Z undoes the latest step on any page, Ctrl+Shift+Z or Ctrl+Y does it again. What came of it is said, and
// the page shows how things are now. While somebody types, the keys belong to the field.

import { closeButton } from "./notices.js";
import { signIn } from "./sign-in.js";
import { gettext } from "./words.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

const announcer = document.createElement("div");
announcer.className = "hidden";
announcer.setAttribute("role", "status");
document.body.append(announcer);

const announce = (words) => {
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = words), 50);
};

const complain = (words) => {
  const message = document.createElement("div");
  message.className = "message message-error";
  message.append(Object.assign(document.createElement("p"), { textContent: words }), closeButton());
  document.getElementById("messages")?.replaceChildren(message);
  announce(words);
};

// A browser keeps less of some values than the page says: of a time with no seconds it leaves them out.
const pristine = (field) => Object.assign(field.cloneNode(true), { value: field.defaultValue }).value;

export const isTyped = (field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== pristine(field);

// What somebody is filling in is left alone.
const isInUse = (main) =>
  document.body.dataset.busy ||
  main.querySelector("[data-session-form]") ||
  [...main.querySelectorAll("input:not([type=hidden]), textarea")].some(isTyped);

const show = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = document.getElementById("main");
  const part = isInUse(main) ? "messages" : "main";
  const fresh = page.getElementById(part);
  if (!fresh) return location.reload();
  const focused = document.activeElement?.getAttribute("href");
  document.getElementById(part).replaceWith(fresh);
  window.htmx?.process(fresh);
  if (part === "main") document.title = page.title;
  if (focused) fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
};

const turn = async (verb) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const here = location.pathname + location.search;
  let answer;
  try {
    answer = await fetch(`/changes/${verb}/`, {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams({ next: here }),
    });
  } catch {
    return complain(gettext("Nothing was changed: there is no connection."));
  }
  if (answer.type === "opaqueredirect") return signIn();
  if (!answer.headers.get("Content-Type")?.includes("json")) return location.reload();
  const { said, next } = await answer.json();
  if (!answer.ok) return complain(said);
  if (next && next !== here) return location.assign(next);
  await show();
  announce(said);
};

let turning = Promise.resolve();

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.repeat) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  if (event.target.closest?.(TYPING) || document.body.dataset.busy || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const verb = key === "y" || event.shiftKey ? "redo" : "undo";
  turning = turning.then(() => turn(verb));
});
