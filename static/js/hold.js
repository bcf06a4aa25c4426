// A session of a list that a finger holds for a moment leads to the page that offers other times: there are no hours
// to carry it over. In the list of a week it can be dragged to another day too (grid-drag.js).

export const SLACK = 5;
export const HOLD = 400;

export const findAnotherTime = (address) => {
  location.assign(`${address}move/?next=${encodeURIComponent(location.pathname + location.search)}`);
};

let press = null;
let wasHeld = false;

document.addEventListener("pointerdown", ({ target, isPrimary, pointerType, clientX: x, clientY: y }) => {
  wasHeld = false;
  const link = target.closest?.(".entry.status-scheduled > .entry-main");
  if (!link || !isPrimary || pointerType === "mouse") return;
  press = { link, x, y };
  press.timer = setTimeout(() => {
    press.isHeld = true;
    link.classList.add("is-held");
    navigator.vibrate?.(10);
  }, HOLD);
});

const release = () => {
  clearTimeout(press?.timer);
  press?.link.classList.remove("is-held");
  press = null;
};

document.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
  if (press && Math.hypot(x - press.x, y - press.y) > SLACK) release();
});
document.addEventListener("pointercancel", release);
document.addEventListener("pointerup", () => {
  wasHeld = Boolean(press?.isHeld);
  if (wasHeld) findAnotherTime(press.link.href);
  release();
});

// The end of it is no click.
document.addEventListener("click", (event) => wasHeld && event.preventDefault(), true);
document.addEventListener("contextmenu", (event) => press && event.preventDefault());
