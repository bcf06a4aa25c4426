// The calendar is loaded again in place.

import { announce } from "./announce.js";
import { gettext } from "./words.js";

const WHERE = { target: "#calendar", select: "#calendar", swap: "outerHTML" };

export const blockOf = (uuid) => document.querySelector(`[data-grid] [data-session="${uuid}"]`);
export const focusOn = (uuid) => blockOf(uuid)?.querySelector("a").focus({ preventScroll: true });

const load = async (address, more) => {
  try {
    await window.htmx.ajax("GET", address, { ...WHERE, ...more });
  } catch {
    announce(gettext("The calendar could not be loaded."));
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
