// The line of now moves on each minute; the hours to book are one stop for Tab, and arrows go among them.

const week = document.querySelector(".week");
const line = document.querySelector("[data-now]");

const rowOfNow = () => {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: week.dataset.zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [hour, minute] = clock.format(new Date()).split(":").map(Number);
  return (hour - Number(week.dataset.firstHour)) * 12 + Math.floor(minute / 5) + 1;
};

const move = () => {
  const row = rowOfNow();
  line.className = row > 0 ? `now row-${row}` : "now hidden";
};

if (line) setInterval(move, 60_000);

const days = [...week.querySelectorAll(".free-hours")].map((list) => [...list.querySelectorAll("a")]);
const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

for (const link of days.flat()) link.tabIndex = -1;
for (const hours of days) if (hours.length) hours[0].tabIndex = 0;

week.addEventListener("keydown", (event) => {
  const day = days.findIndex((hours) => hours.includes(event.target));
  const step = steps[event.key];
  if (day < 0 || !step) return;
  const hour = days[day].indexOf(event.target);
  const next = days[day + step[0]]?.[hour + step[1]];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
