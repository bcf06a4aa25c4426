// Sessions are dragged to another time and stretched at their ends; over free time a new one is drawn. With a
// finger a session is held for a moment first, because else a finger scrolls.

import { isCarrying, letGo, pick, propose, putDown, what } from "./grid-carry.js";
import { atEdge, noEdge } from "./grid-edges.js";
import { endAt, startOf } from "./grid-ends.js";
import { dayAt, dayOf, hasHours, timeAt } from "./grid-place.js";
import { clearSelection, drawSelection, openSelection } from "./grid-select.js";
import { MINUTE, midnightOf } from "./grid-time.js";
import { HOLD, SLACK, findAnotherTime } from "./hold.js";

let press = null;
let last = null;
let wasDragged = false;

const stepOf = (event) => (event.altKey ? 5 : 15) * MINUTE;

const stopScrolling = (event) => {
  if (press?.isLifted && event.cancelable) event.preventDefault();
};

document.addEventListener("pointerdown", (event) => {
  wasDragged = false;
  if (!event.isPrimary || event.button || !event.target.closest?.("[data-grid]")) return;
  const held = isCarrying() && event.target.closest(".is-carried");
  const block = held || event.target.closest(".block");
  const body = event.target.closest("[data-date]");
  if ((isCarrying() && !held) || !body || (!block && !hasHours())) return;
  const { clientX: x, clientY: y, pointerId, pointerType } = event;
  press = { x, y, pointerId, block, body, isTouch: pointerType !== "mouse", end: endAt(event.target, y) };
  if (block && hasHours()) press.grab = y - startOf(block, body);
  if (!press.isTouch) return;
  event.target.addEventListener("touchmove", stopScrolling, { passive: false });
  if (held) take();
  else press.timer = setTimeout(take, HOLD);
});

// From here on it is dragged.
const take = () => {
  if (press.block && !isCarrying() && !pick(press.block, press.isTouch)) {
    press = null;
    return;
  }
  press.isLifted = true;
  wasDragged = true;
  if (press.block) {
    if (press.isTouch) navigator.vibrate?.(10);
    press.from = { start: what().start, end: what().end };
  } else {
    document.body.dataset.busy = "selecting";
  }
  document.documentElement.setPointerCapture(press.pointerId);
  document.documentElement.dataset.dragging = press.end || "whole";
};

const follow = (event) => {
  last = event;
  if (press.block) drag(event);
  else drawSelection(press, event, stepOf(event));
};

const drag = (event) => {
  const { start, end } = press.from;
  const step = stepOf(event);
  if (!hasHours()) {
    const shift = dayOf(dayAt(event.clientX, event.clientY)) - midnightOf(start);
    propose(start + shift, end + shift);
    return;
  }
  const [x, y] = [event.clientX, event.clientY];
  if (press.end) {
    const { wall, offset } = timeAt(x, y, step);
    if (press.end === "start") propose(Math.min(wall, end - step), end, wall < end ? { start: offset } : {});
    else propose(start, Math.max(wall, start + step), wall > start ? { end: offset } : {});
    return;
  }
  const exact = timeAt(x, y - press.grab);
  const shift = midnightOf(exact.wall) - midnightOf(start);
  // Straight to the side it keeps its time to the minute.
  const isSameTime = Math.abs(exact.wall - shift - start) < step / 2 && !exact.offset;
  const to = isSameTime ? { wall: start + shift, offset: "" } : timeAt(x, y - press.grab, step);
  propose(to.wall, to.wall + (end - start), { start: to.offset });
};

document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.pointerId) return;
  const distance = Math.hypot(event.clientX - press.x, event.clientY - press.y);
  if (!press.isLifted && distance > SLACK) {
    if (press.isTouch) release();
    else take();
  }
  if (!press?.isLifted) return;
  if (distance > SLACK) press.isMoved = true;
  if (!press.isMoved) return;
  follow(event);
  atEdge(event, () => press && follow(last), Boolean(press.block));
});

const release = () => {
  clearTimeout(press?.timer);
  press = last = null;
  noEdge();
  delete document.documentElement.dataset.dragging;
};

document.addEventListener("pointerup", (event) => {
  // The click that ends a drag comes at once, also of one that was given up; later ones are meant.
  setTimeout(() => {
    wasDragged = false;
  }, 50);
  if (event.pointerId !== press?.pointerId) return;
  const { block, isLifted, isMoved } = press;
  release();
  if (isLifted && !block) openSelection();
  // A finger that only held it leaves it picked up, with grips; in a list there is nowhere to put it down.
  else if (isLifted && isMoved) putDown();
  else if (isLifted && !hasHours()) {
    const { address } = what();
    letGo();
    findAnotherTime(address);
  }
});

document.addEventListener("pointercancel", (event) => {
  if (event.pointerId === press?.pointerId) giveUp();
});

const giveUp = () => {
  const { isLifted, block } = press;
  release();
  clearSelection();
  if (isLifted && block) letGo();
};

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !press?.isLifted) return;
    event.stopPropagation();
    giveUp();
  },
  true,
);

// The end of a drag is no click, and a link is not what is dragged.
document.addEventListener(
  "click",
  (event) => {
    if (!wasDragged) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-grid] :is(.block, .free-hours)")) event.preventDefault();
});
document.addEventListener("contextmenu", (event) => {
  if (press?.isTouch) event.preventDefault();
});
