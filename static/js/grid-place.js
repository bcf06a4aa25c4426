// Where a time stands in the grid, and what time is at a place. The hours to book say what time their rows are:
// on a day on which the clocks change there are more or fewer of them.

import { MINUTE, offsetOf, read, readDay } from "./grid-time.js";

const ROW = 5 * MINUTE;

export const grid = () => document.querySelector("[data-grid]");
export const days = () => [...document.querySelectorAll("[data-grid] [data-date]")];
export const dayOf = (body) => readDay(body.dataset.date);

// On a phone the week may be a list of its days, in which no place has a time.
export const hasHours = () => days().some((body) => getComputedStyle(body).display === "grid");

const rowHeight = () => parseFloat(getComputedStyle(grid()).getPropertyValue("--row"));
const firstRow = (body) => dayOf(body) + Number(grid().dataset.firstHour) * 60 * MINUTE;

const startOf = (hour) => {
  const said = hour.dataset.hourStart ?? hour.querySelector("[data-hour-start]")?.dataset.hourStart;
  const link = hour.querySelector("a[href]");
  return said ?? (link && new URL(link.href).searchParams.get("start"));
};

export const timeOfHour = (hour) => {
  const start = startOf(hour);
  return start ? { wall: read(start), offset: offsetOf(start) } : null;
};

// [{row, rows, wall, offset}]; the offset only where the clocks show that hour twice.
const hoursOf = (body) => {
  const [top, height] = [body.getBoundingClientRect().top, rowHeight()];
  const found = [...body.querySelectorAll(".free-hours > li")].flatMap((hour) => {
    const [time, box] = [timeOfHour(hour), hour.getBoundingClientRect()];
    const [row, rows] = [box.top - top, box.height].map((length) => Math.round(length / height));
    return time ? [{ ...time, row, rows }] : [];
  });
  const isTwice = (hour) => found.filter((other) => other.wall === hour.wall).length > 1;
  return found.map((hour) => ({ ...hour, offset: isTwice(hour) ? hour.offset : "" }));
};

// The day that is drawn there, or the nearest.
export const dayAt = (x, y) => {
  const apart = (body) => {
    const box = body.closest(".day").getBoundingClientRect();
    const [left, right, top, bottom] = [box.left - x, x - box.right, box.top - y, y - box.bottom];
    return Math.max(left, right, 0) + (hasHours() ? 0 : Math.max(top, bottom, 0));
  };
  return days().reduce((best, body) => (apart(body) < apart(best) ? body : best));
};

// {wall, offset} of what is drawn there; before the first hour and after the last it goes on. With `step` it is
// that of the nearest line that so many minutes are apart: the rows of hours that come twice are lines too.
export const timeAt = (x, y, step = 0) => {
  const body = dayAt(x, y);
  const lines = step / ROW;
  const exact = (y - body.getBoundingClientRect().top) / rowHeight();
  const row = step ? Math.round(exact / lines) * lines : exact;
  const hour = hoursOf(body).find((each) => each.row <= row && row < each.row + each.rows);
  return hour
    ? { wall: hour.wall + (row - hour.row) * ROW, offset: hour.offset }
    : { wall: firstRow(body) + row * ROW, offset: "" };
};

const rowOf = (body, wall, offset) => {
  const hour = hoursOf(body).find(
    (each) => each.wall <= wall && wall < each.wall + each.rows * ROW && (!offset || each.offset === offset),
  );
  return hour ? hour.row + (wall - hour.wall) / ROW : (wall - firstRow(body)) / ROW;
};

export const topOf = (body, wall) => body.getBoundingClientRect().top + rowOf(body, wall, "") * rowHeight();

// {row, span} as the classes of the grid count them, of a time on a day; null if nothing of it is drawn.
export const placeOf = (body, start, end, offsets) => {
  const rows = Math.round(body.getBoundingClientRect().height / rowHeight());
  const first = Math.round(rowOf(body, start, offsets.start));
  const until = offsets.end ? rowOf(body, end, offsets.end) : first + (end - start) / ROW;
  const last = Math.min(Math.round(until), rows);
  const shown = Math.max(first, 0);
  return last > shown ? { row: shown + 1, span: last - shown } : null;
};
