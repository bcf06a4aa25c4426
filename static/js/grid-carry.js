// What is picked up in the grid: where it would stand is drawn, then it is put down there, or let go.

import { announce } from "./announce.js";
import { clearNote, move } from "./grid-move.js";
import { days, dayOf, hasHours, placeOf } from "./grid-place.js";
import { blockOf, focusOn } from "./grid-reload.js";
import { DAY, clock, midnightOf, read, spanWords, write } from "./grid-time.js";
import { gettext, interpolate } from "./words.js";

let carried = null;
let pieces = [];

export const isCarrying = () => Boolean(carried) && !carried.isSent;
export const what = () => carried;

export const sessionOf = (block) => {
  const title = block.querySelector(".block-title bdi").textContent;
  const who = block.querySelector(".block-who")?.textContent;
  return {
    uuid: block.dataset.session,
    version: block.dataset.version,
    address: block.querySelector("a").href,
    name: who ? interpolate(gettext("%(title)s with %(client)s"), { title, client: who }) : title,
    texts: { start: block.dataset.start, end: block.dataset.end },
    start: read(block.dataset.start),
    end: read(block.dataset.end),
  };
};

const lift = (isLifted) => {
  const blocks = document.querySelectorAll(`[data-grid] [data-session="${carried.uuid}"]`);
  for (const block of blocks) block.classList.toggle("is-lifted", isLifted);
};

const grip = (end) => {
  const made = document.createElement("span");
  made.className = `grip grip-${end}`;
  made.dataset.end = end;
  return made;
};

// False while the one before is on its way. What is held stays picked up until it is put down or let go.
export const pick = (block, isHeld) => {
  if (carried) return false;
  clearNote();
  const session = sessionOf(block);
  const look = block.cloneNode(true);
  look.querySelector("a").removeAttribute("href");
  look.querySelector(".block-more")?.remove();
  look.removeAttribute("data-session");
  look.setAttribute("aria-hidden", "true");
  look.append(grip("start"), grip("end"));
  const was = { start: session.start, end: session.end };
  carried = { ...session, was, offsets: {}, look, isHeld };
  document.body.dataset.busy = "carrying";
  draw();
  return true;
};

export const propose = (start, end, offsets = {}) => {
  if (!isCarrying()) return;
  Object.assign(carried, { start, end, offsets });
  draw();
};

// Those in sight that take the same time. Whether there is room for both the server knows.
const overlapped = () => {
  const others = [...document.querySelectorAll("[data-grid] [data-session]")].filter(
    (block) => block.dataset.session !== carried.uuid && !block.matches(".status-cancelled, .status-no-show"),
  );
  return others.map(sessionOf).find(({ start, end }) => start < carried.end && carried.start < end);
};

export const inWords = () => {
  const [when, other] = [spanWords(carried.start, carried.end), overlapped()];
  return other ? interpolate(gettext("%(when)s; overlaps %(name)s"), { when, name: other.name }) : when;
};

// In a list of days, which must not move under a finger, the day is marked; in the grid it is drawn.
const markDay = (wall) => {
  for (const body of days()) {
    body.closest(".day").classList.toggle("is-target", !hasHours() && dayOf(body) === midnightOf(wall));
  }
};

const drawnIn = (body) => {
  const [start, end] = [Math.max(carried.start, dayOf(body)), Math.min(carried.end, dayOf(body) + DAY)];
  const place = start < end && hasHours() && placeOf(body, start, end, carried.offsets);
  return place ? [{ body, ...place }] : [];
};

// The same elements again, wherever they stand: a finger on one keeps hold of it.
const draw = () => {
  lift(true);
  markDay(carried.start);
  const shown = days().flatMap(drawnIn);
  while (pieces.length > shown.length) pieces.pop().remove();
  while (pieces.length < shown.length) pieces.push(carried.look.cloneNode(true));
  shown.forEach(({ body, row, span }, index) => {
    const piece = pieces[index];
    const kept = [...carried.look.classList].filter((name) => !/^(row|span|lane|lanes|is)-/.test(name));
    const size = span < 8 ? "small" : span < 11 ? "medium" : "large";
    piece.className = [...kept, `row-${row}`, `span-${span}`, `is-${size}`, "is-carried"].join(" ");
    piece.classList.toggle("is-held", carried.isHeld);
    piece.querySelector(".block-time").textContent = `${clock(carried.start)}–${clock(carried.end)}`;
    const list = body.querySelector(".sessions");
    if (piece.parentElement !== list) list.append(piece);
  });
  document.dispatchEvent(new Event("grid:carried"));
};

export const showPiece = () => pieces[0]?.scrollIntoView({ block: "nearest" });

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id === "calendar" && isCarrying()) draw();
});

const forget = () => {
  lift(false);
  markDay(NaN);
  pieces.forEach((piece) => piece.remove());
  pieces = [];
  carried = null;
  delete document.body.dataset.busy;
  document.dispatchEvent(new Event("grid:down"));
};

const slideBack = (from, uuid) => {
  const block = blockOf(uuid);
  if (!from || !block || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const to = block.getBoundingClientRect();
  const away = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  block.animate([{ transform: away }, { transform: "none" }], { duration: 160, easing: "ease-out" });
};

export const letGo = () => {
  if (!isCarrying()) return;
  const { uuid, name } = carried;
  const from = pieces[0]?.getBoundingClientRect();
  forget();
  slideBack(from, uuid);
  focusOn(uuid);
  announce(interpolate(gettext("Let go of %(name)s. It stays where it was."), { name }));
};

// What is as it was is sent as it came.
const asSent = ({ start, end, was, texts, offsets }) => {
  const times = {};
  const isResized = end - start !== was.end - was.start;
  if (start !== was.start || offsets.start || isResized) {
    times.start = start === was.start && !offsets.start ? texts.start : write(start) + (offsets.start ?? "");
  }
  if (isResized) times.end = end === was.end ? texts.end : write(end) + (offsets.end ?? "");
  return times;
};

// It stands there at once; what the server says of it comes after.
export const putDown = async () => {
  if (!isCarrying()) return;
  const times = asSent(carried);
  if (!times.start) {
    letGo();
    return;
  }
  carried.isSent = true;
  pieces.forEach((piece) => piece.classList.add("is-sent"));
  document.dispatchEvent(new Event("grid:down"));
  const { uuid } = carried;
  await move(carried, times, () => {
    const from = pieces[0]?.getBoundingClientRect();
    forget();
    slideBack(from, uuid);
    focusOn(uuid);
  });
};
