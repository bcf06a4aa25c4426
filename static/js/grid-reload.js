// The calendar is loaded again in place. What the server has to say comes with it, and stands above.

import { announce } from "./announce.js";

const WHERE = { target: "#calendar", select: "#calendar", swap: "outerHTML" };

export const blockOf = (uuid) => document.querySelector(`[data-grid] [data-session="${uuid}"]`);
export const focusOn = (uuid) => blockOf(uuid)?.querySelector("a").focus({ preventScroll: true });

const load = async (address, more) => {
  try {
    await window.htmx.ajax("GET", address, { ...WHERE, ...more });
  } catch {
    announce("The calendar could not be loaded.");
  }
};

export const reload = async (uuid) => {
  await load(location.href);
  focusOn(uuid);
};

// To the week before or after; whether there is one.
export const turn = async (rel) => {
  const link = document.querySelector(`#calendar a[rel="${rel}"]`);
  if (link) await load(link.href, { push: "true" });
  return Boolean(link);
};

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "calendar" || detail.xhr.status !== 200) return;
  const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  const said = page.querySelector("#main > .messages");
  if (!said) return;
  document.querySelector("#main > .messages")?.remove();
  document.querySelector("#main").prepend(said);
  window.htmx.process(said);
});
