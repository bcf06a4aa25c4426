// The ends of a session that is drawn in the grid: which of them is under a pointer, and where it starts.

import { sessionOf, what } from "./grid-carry.js";
import { dayOf, hasHours, topOf } from "./grid-place.js";
import { DAY } from "./grid-time.js";

// Of what is carried, where it would stand.
const timesOf = (block) => (block.matches(".is-carried") ? what() : sessionOf(block));

// Which end of a session is there: a few pixels, or a grip. Of what goes on over midnight a day has one end only.
export const endAt = (target, y) => {
  const grip = target.closest(".grip");
  if (grip) return grip.dataset.end;
  const block = target.closest("[data-grid] .block");
  if (!block || !hasHours()) return "";
  const { top, bottom, height } = block.getBoundingClientRect();
  const zone = Math.min(7, height / 4);
  const midnight = dayOf(block.closest("[data-date]"));
  const { start, end } = timesOf(block);
  if (y - top < zone && start >= midnight) return "start";
  return bottom - y < zone && end <= midnight + DAY ? "end" : "";
};

// Where its start is drawn, or would be.
export const startOf = (block, body) => {
  const { start } = timesOf(block);
  return start >= dayOf(body) ? block.getBoundingClientRect().top : topOf(body, start);
};

// The pointer says what would be taken hold of.
let shown = null;

document.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || event.buttons) return;
  const block = event.target.closest?.("[data-grid] .block");
  if (shown && shown !== block) delete shown.dataset.at;
  shown = block;
  if (block) block.dataset.at = endAt(event.target, event.clientY);
});
