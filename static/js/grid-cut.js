// A session is cut with Ctrl X, and put with Ctrl V at the hour or the day that has the focus, in any week.

import { announce } from "./announce.js";
import { isCarrying, sessionOf } from "./grid-carry.js";
import { move } from "./grid-move.js";
import { dayOf, timeOfHour } from "./grid-place.js";
import { midnightOf, spanWords, write } from "./grid-time.js";
import { gettext, interpolate } from "./words.js";

// Also after another page was opened in between; of whom it is about nothing is kept.
const KEY = "cut-session";
const read = () => JSON.parse(sessionStorage.getItem(KEY));

const mark = () => {
  const cut = read();
  for (const block of document.querySelectorAll("[data-grid] [data-session]")) {
    block.classList.toggle("is-cut", block.dataset.session === cut?.uuid);
  }
};

const forget = () => {
  sessionStorage.removeItem(KEY);
  mark();
};

const cut = (block) => {
  const { name, uuid, version, address, start, end } = sessionOf(block);
  sessionStorage.setItem(KEY, JSON.stringify({ uuid, version, address, start, end }));
  mark();
  const words = gettext("Cut %(name)s. Go to an hour or a day, also of another week, and paste it with Control V.");
  announce(interpolate(words, { name }));
};

const placeAt = (focused, { start }) => {
  const hour = focused.closest(".free-hours > li");
  if (hour) return timeOfHour(hour);
  const body = focused.closest("[data-grid] .day")?.querySelector("[data-date]");
  return body ? { wall: dayOf(body) + (start - midnightOf(start)), offset: "" } : null;
};

const paste = async (focused) => {
  const session = read();
  const to = placeAt(focused, session);
  if (!to) {
    announce(gettext("Go to an hour or a day of the calendar first, then paste."));
    return;
  }
  forget();
  const when = spanWords(to.wall, to.wall + session.end - session.start);
  announce(interpolate(gettext("Moving to %(when)s"), { when }));
  await move(session, { start: write(to.wall) + to.offset });
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && read()) forget();
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isCarrying()) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const block = event.target.closest("[data-grid] [data-session]");
  if (event.key === "x" && block) cut(block);
  else if (event.key === "v" && read() && document.querySelector("[data-grid]")) paste(event.target);
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:afterSwap", mark);
mark();
