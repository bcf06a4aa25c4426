// Free time that is dragged over: the form to book opens with it.

import { dayOf, placeOf, timeAt } from "./grid-place.js";
import { clock, write } from "./grid-time.js";

let mark = null;
let chosen = null;

// In one day, whichever way it is drawn.
export const drawSelection = ({ body, x, y }, { clientY }, step) => {
  const [from, to] = [timeAt(x, y), timeAt(x, clientY)].map(({ wall }) => wall);
  const start = Math.floor(Math.min(from, to) / step) * step;
  const end = Math.max(Math.ceil(Math.max(from, to) / step) * step, start + step);
  const place = placeOf(body, start, end, {});
  if (!place || start < dayOf(body)) return;
  mark ??= document.createElement("div");
  mark.className = `selection row-${place.row} span-${place.span}`;
  mark.textContent = `${clock(start)}–${clock(end)}`;
  if (mark.parentElement !== body) body.append(mark);
  chosen = { start, end, link: body.querySelector(".free-hours a[href]") };
};

export const clearSelection = () => {
  mark?.remove();
  chosen = null;
  if (document.body.dataset.busy === "selecting") delete document.body.dataset.busy;
};

// The link of an hour knows where the form is, and where to go back to.
export const openSelection = () => {
  const found = chosen;
  if (!found?.link) {
    clearSelection();
    return;
  }
  const address = new URL(found.link.href);
  address.searchParams.set("start", write(found.start).slice(0, 16));
  address.searchParams.set("end", write(found.end).slice(0, 16));
  location.assign(address);
};

// Back shows the calendar as it was left.
addEventListener("pageshow", clearSelection);
