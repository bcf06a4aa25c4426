// The grid by keyboard: arrows go among the sessions; M picks one up, and then they move it.

import { announce } from "./announce.js";
import { focusBar, isOnButton, keyWords } from "./grid-bar.js";
import { inWords, isCarrying, letGo, pick, propose, putDown, showPiece, what } from "./grid-carry.js";
import { days, dayOf } from "./grid-place.js";
import { turn } from "./grid-reload.js";
import { DAY, MINUTE, midnightOf, read } from "./grid-time.js";
import { gettext, interpolate } from "./words.js";

const STEP = 15 * MINUTE;
const STEPS = {
  ArrowUp: -STEP,
  ArrowDown: STEP,
  ArrowLeft: -DAY,
  ArrowRight: DAY,
  PageUp: -7 * DAY,
  PageDown: 7 * DAY,
};

const linkOf = (target) => target.closest?.("[data-grid] [data-session] > a");

// Up and down in the day; to the sides the session that is nearest on the next day that has any.
const goOn = (link, key) => {
  const all = days().map((body) => [...body.querySelectorAll("[data-session] > a")]);
  const day = all.findIndex((links) => links.includes(link));
  if (key === "ArrowUp" || key === "ArrowDown") {
    return all[day][all[day].indexOf(link) + (key === "ArrowUp" ? -1 : 1)];
  }
  const others = key === "ArrowLeft" ? all.slice(0, day).reverse() : all.slice(day + 1);
  const timeOf = (each) => read(each.parentElement.dataset.start) % DAY;
  const apart = (each) => Math.abs(timeOf(each) - timeOf(link));
  return others.find((links) => links.length)?.reduce((best, each) => (apart(each) < apart(best) ? each : best));
};

export const pickUp = (block) => {
  if (!pick(block, true)) return;
  focusBar();
  const words = gettext("Picked up %(name)s. Arrows move it, Enter puts it down, Escape lets it go.");
  announce(interpolate(words, what()));
};

// One after the other: each waits until the week is there that the one before asked for.
let coming = Promise.resolve();

const show = async () => {
  if (!isCarrying()) return;
  const day = midnightOf(what().start);
  const first = dayOf(days()[0]);
  const span = days().length === 1 ? DAY : 7 * DAY;
  const rel = day < first ? "prev" : day >= first + span ? "next" : "";
  if (rel && (await turn(rel))) {
    await show();
    return;
  }
  showPiece();
};

const shift = (event) => {
  const { start, end } = what();
  const by = STEPS[event.key];
  if (event.shiftKey && event.altKey) propose(Math.min(start + by, end - STEP), end);
  else if (event.shiftKey) propose(start, Math.max(end + by, start + STEP));
  else propose(start + by, end + by);
  announce(`${what().name}, ${inWords()}`);
  coming = coming.then(show);
};

const whileCarrying = (event) => {
  if (event.key in STEPS && (event.shiftKey || !event.altKey)) shift(event);
  else if (event.key === "Enter" && !isOnButton()) putDown();
  else if (event.key === "Escape") letGo();
  else return false;
  return true;
};

const onSession = (event, link) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (event.key === "m") {
    pickUp(link.parentElement);
    return true;
  }
  if (!event.key.startsWith("Arrow")) return false;
  goOn(link, event.key)?.focus();
  return true;
};

// First of all: other keys of the page wait.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const link = linkOf(event.target);
    if (!(isCarrying() ? what().isHeld && whileCarrying(event) : link && onSession(event, link))) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

const hint = document.createElement("p");
hint.className = "keys-hint";
hint.id = "keys-hint";
hint.hidden = true;
const KEYS = [
  ["M", gettext("move")],
  [gettext("Ctrl X"), gettext("cut")],
  ["← ↑ ↓ →", gettext("other sessions")],
  [gettext("Enter"), gettext("open")],
];
hint.append(...KEYS.map(keyWords));
document.body.append(hint);

document.addEventListener("focusin", ({ target }) => {
  const link = linkOf(target);
  hint.hidden = !link?.matches(":focus-visible");
  link?.setAttribute("aria-describedby", hint.id);
});
document.addEventListener("focusout", () => {
  hint.hidden = true;
});
