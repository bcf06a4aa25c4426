// The line of now moves on each minute; the hours to book are one stop for Tab, and arrows go among them.

const placeNow = () => {
  const line = document.querySelector("[data-now]");
  if (!line) return;
  const now = Date.now();
  const hours = [...line.parentElement.querySelectorAll("[data-hour-start]")];
  const hour = hours.findLast((each) => Date.parse(each.dataset.hourStart) <= now);
  const [, row, rows] = hour?.className.match(/row-(\d+) span-(\d+)/) ?? [];
  const passed = hour ? Math.floor((now - Date.parse(hour.dataset.hourStart)) / 300_000) : 0;
  line.hidden = !hour || passed >= Number(rows);
  line.className = line.hidden ? "now" : `now row-${Number(row) + passed}`;
};

setInterval(placeNow, 60_000);

const columns = () =>
  [...document.querySelectorAll(".free-hours")].map((list) => [...list.querySelectorAll("a")]);

const oneStop = () => {
  for (const hours of columns()) hours.forEach((link, n) => (link.tabIndex = n ? -1 : 0));
};

// On a phone the days stand one under the other: it opens at today.
const openAtToday = () => {
  if (matchMedia("(max-width: 639.98px)").matches && !scrollY && !location.hash) {
    document.querySelector("[data-grid] .day.is-today")?.scrollIntoView();
  }
};

openAtToday();
oneStop();
document.addEventListener("htmx:afterSettle", oneStop);

const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.defaultPrevented || !event.target.closest?.(".free-hours a")) return;
  const days = columns();
  const day = days.findIndex((hours) => hours.includes(event.target));
  const hour = days[day].indexOf(event.target);
  const next = days[day + step[0]]?.[hour + step[1]];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
