// The bar that says what is picked up and where it would stand, with buttons to put it down and to let go.

import { inWords, letGo, putDown, what } from "./grid-carry.js";
import { gettext, interpolate } from "./words.js";

const KEYS = [
  ["↑ ↓", gettext("15 minutes")],
  ["← →", gettext("a day")],
  [gettext("Page Up/Down"), gettext("a week")],
  [gettext("Shift"), gettext("the end")],
  [gettext("Alt Shift"), gettext("the start")],
  [gettext("Enter"), gettext("put down")],
  [gettext("Esc"), gettext("let go")],
];

const make = (tag, name, text = "") => {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
};

export const keyWords = ([key, does]) => {
  const made = make("span", "", ` ${does}`);
  made.prepend(make("kbd", "", key));
  return made;
};

const button = (name, text, act) => {
  const made = make("button", name, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

const bar = make("div", "carry-bar");
// The keys are for it, also with a screen reader that has its own use for arrows.
bar.setAttribute("role", "application");
bar.tabIndex = -1;
bar.hidden = true;
const name = make("bdi", "carry-name");
const when = make("span", "carry-when");
const keys = make("p", "carry-keys fine");
keys.append(...KEYS.map(keyWords));
const said = make("p", "carry-what");
said.append(name, when);
bar.append(said, button("button primary", gettext("Move here"), putDown), button("button", gettext("Do not move"), letGo), keys);
document.body.append(bar);

document.addEventListener("grid:carried", () => {
  bar.hidden = !what().isHeld;
  if (bar.hidden) return;
  name.textContent = what().name;
  when.textContent = inWords();
  bar.setAttribute("aria-label", interpolate(gettext("Moving %(name)s"), what()));
});

document.addEventListener("grid:down", () => {
  bar.hidden = true;
});

export const focusBar = () => bar.focus();
export const isOnButton = () => bar.contains(document.activeElement) && document.activeElement !== bar;
