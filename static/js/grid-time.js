// Times as the clocks show them: milliseconds as if all clocks were UTC's, which never change.

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const read = (text) => Date.parse(`${text.slice(0, 16)}Z`);
export const readDay = (text) => Date.parse(`${text}T00:00Z`);
export const write = (wall) => new Date(wall).toISOString().slice(0, 19);
export const offsetOf = (text) => text.match(/[+-]\d\d:\d\d$/)?.[0] ?? "";
export const midnightOf = (wall) => wall - (((wall % DAY) + DAY) % DAY);

const words = (wall, how) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...how }).format(wall);

export const clock = (wall) => {
  const isTwelve = document.querySelector("[data-grid]")?.dataset.clock === "12";
  return isTwelve
    ? words(wall, { hour: "numeric", minute: "2-digit", hourCycle: "h12" })
    : words(wall, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};

export const dayWords = (wall) =>
  ["weekday", "day", "month"]
    .map((part) => words(wall, { [part]: part === "day" ? "numeric" : "long" }))
    .join(" ");

// Tuesday 8 June, 10:15 to 11:15
export const spanWords = (start, end) => {
  const isOneDay = midnightOf(start) === midnightOf(end);
  return `${dayWords(start)}, ${clock(start)} to ${isOneDay ? "" : `${dayWords(end)}, `}${clock(end)}`;
};
