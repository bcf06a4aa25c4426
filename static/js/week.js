// The line of now moves on each minute, on the trainer's clock.

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
