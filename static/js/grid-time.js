// Times as the clocks show them: milliseconds as if all clocks were UTC's, which never change.

import { gettext, interpolate } from "./words.js";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const read = (text) => Date.parse(`${text.slice(0, 16)}Z`);
export const readDay = (text) => Date.parse(`${text}T00:00Z`);
export const write = (wall) => new Date(wall).toISOString().slice(0, 19);
export const offsetOf = (text) => text.match(/[+-]\d\d:\d\d$/)?.[0] ?? "";
export const midnightOf = (wall) => wall - (((wall % DAY) + DAY) % DAY);

const ENGLISH = "en-GB";
const { lang } = document.documentElement;
const words = (wall, how, language = ENGLISH) =>
  new Intl.DateTimeFormat(language, { timeZone: "UTC", ...how }).format(wall);

export const clock = (wall) => {
  const isTwelve = document.querySelector("[data-grid]")?.dataset.clock === "12";
  return isTwelve
    ? words(wall, { hour: "numeric", minute: "2-digit", hourCycle: "h12" })
    : words(wall, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};

// Tuesday 8 June; in other languages as they write it.
const dayWords = (wall) => {
  const parts = { weekday: "long", day: "numeric", month: "long" };
  if (lang !== "en") return words(wall, parts, lang);
  return Object.entries(parts)
    .map(([part, how]) => words(wall, { [part]: how }))
    .join(" ");
};

// Tuesday 8 June, 10:15 to 11:15
export const spanWords = (start, end) => {
  const isOneDay = midnightOf(start) === midnightOf(end);
  const told = { day: dayWords(start), start: clock(start), last: dayWords(end), end: clock(end) };
  return isOneDay
    ? interpolate(gettext("%(day)s, %(start)s to %(end)s"), told)
    : interpolate(gettext("%(day)s, %(start)s to %(last)s, %(end)s"), told);
};
