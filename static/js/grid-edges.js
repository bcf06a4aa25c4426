// At the edges of the screen the page scrolls on under what is dragged; held over the side of the grid, or over
// the way to the week before or after, that week comes.

import { grid } from "./grid-place.js";
import { turn } from "./grid-reload.js";

const NEAR = 72;
const SIDE = 16;
const HOLD = 700;

let frame = 0;
let rel = "";
let timer = 0;

const relAt = ({ clientX: x, clientY: y }) => {
  const link = document.elementFromPoint(x, y)?.closest("#calendar a[rel]");
  if (link) return link.rel;
  const { left, right, top, bottom } = grid().getBoundingClientRect();
  if (y < top || y > bottom) return "";
  if (x < Math.max(left, 0) + SIDE) return "prev";
  return x > Math.min(right, innerWidth) - SIDE ? "next" : "";
};

export const atEdge = (event, again, mayTurn) => {
  cancelAnimationFrame(frame);
  const { clientY: y } = event;
  const speed = y < NEAR ? y - NEAR : y > innerHeight - NEAR ? y - innerHeight + NEAR : 0;
  if (speed) frame = requestAnimationFrame(() => scroll(event, speed, again));
  const wanted = mayTurn ? relAt(event) : "";
  if (wanted === rel) return;
  noTurn();
  rel = wanted;
  grid().dataset.turning = rel;
  if (rel) timer = setTimeout(() => hold(event, again), HOLD);
};

const scroll = (event, speed, again) => {
  const before = scrollY;
  scrollBy(0, speed / 14);
  if (scrollY === before) return;
  again();
  frame = requestAnimationFrame(() => scroll(event, speed, again));
};

const hold = async (event, again) => {
  const isThere = await turn(rel);
  again();
  rel = "";
  if (isThere && timer) atEdge(event, again, true);
};

const noTurn = () => {
  clearTimeout(timer);
  timer = 0;
  rel = "";
  delete grid()?.dataset.turning;
};

export const noEdge = () => {
  cancelAnimationFrame(frame);
  noTurn();
};
