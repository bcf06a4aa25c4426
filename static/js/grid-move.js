// Asks the server to move a session, and of a series which sessions. Says what came of it.

import { announce } from "./announce.js";
import { reload } from "./grid-reload.js";
import { signIn } from "./sign-in.js";
import { gettext } from "./words.js";

const OFFLINE = gettext("There is no connection. Nothing was moved.");
const GONE = gettext("This session is not there any more.");
const FAILED = gettext("That did not work, and may not be saved. Load the page again to see.");
const STALE = gettext("This page was open for too long. Load it again, then move the session.");

const element = (html, selector) =>
  new DOMParser().parseFromString(html, "text/html").querySelector(selector);

const ask = async ({ address, version }, times) => {
  const headers = {
    Accept: "application/json",
    "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
  };
  const body = new URLSearchParams({ ...times, version });
  const response = await fetch(`${address}move/`, { method: "POST", headers, body }).catch(() => null);
  if (!response) return { outcome: "failed", said: OFFLINE };
  if (response.redirected) {
    signIn();
    return { outcome: "failed", said: STALE };
  }
  if (response.headers.get("Content-Type") === "application/json") return response.json();
  return { outcome: "failed", said: { 403: STALE, 404: GONE }[response.status] ?? FAILED };
};

// The dialog keeps the focus in, and gives it back; Escape is no answer.
const choose = (html) =>
  new Promise((resolve) => {
    const dialog = document.body.appendChild(element(html, "dialog"));
    dialog.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-scope]");
      if (button) dialog.close(button.dataset.scope);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
  });

const note = document.createElement("div");
note.className = "not-moved";
note.setAttribute("role", "alert");
document.body.append(note);
note.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) clearNote();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") clearNote();
});

export const clearNote = () => note.replaceChildren();

const show = ({ said, html }) => {
  const why = document.createElement("div");
  if (html) why.append(...element(html, "body").childNodes);
  else why.textContent = said;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet";
  close.dataset.close = "";
  close.textContent = gettext("Close");
  note.replaceChildren(why, close);
};

// Resolves to whether the session stands there now. `times` are {start, end} as they are sent; what the
// calendar shows by then is loaded when it is done, or when it was not what is stored.
export const move = async (session, times, afterwards = () => {}) => {
  clearNote();
  document.body.dataset.busy = "moving";
  let told = await ask(session, times);
  if (told.outcome === "which") {
    const scope = await choose(told.html);
    told = scope ? await ask(session, { ...times, scope }) : { outcome: "let go", said: gettext("Not moved.") };
  }
  delete document.body.dataset.busy;
  const isMoved = ["moved", "stays"].includes(told.outcome);
  if (!isMoved) afterwards();
  if (isMoved || told.outcome === "let go") announce(told.said);
  else show(told);
  if (isMoved || told.outcome === "overtaken") await reload(session.uuid);
  if (isMoved) afterwards();
};
