// Arrows go from day to day of the month, Home and End within the week, Page Up and Page Down by months.

const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const months = { PageUp: "#step-previous", PageDown: "#step-next" };

const days = () => [...document.querySelectorAll("[data-month] .cell-day")];

// The days are one stop for Tab: today, else the first of the month.
const oneStop = () => {
  const own = days();
  const stop =
    own.find((day) => day.closest(".is-today")) ?? own.find((day) => !day.closest(".is-outside"));
  for (const day of own) day.tabIndex = day === stop ? 0 : -1;
};

const indexOf = (event, own, at) => {
  if (event.key === "Home") return at - (at % 7);
  if (event.key === "End") return at - (at % 7) + 6;
  return at + steps[event.key];
};

oneStop();
document.addEventListener("htmx:afterSettle", oneStop);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!event.target.closest?.("[data-month] .cell-day")) return;
  if (months[event.key]) {
    event.preventDefault();
    document.querySelector(months[event.key])?.click();
    return;
  }
  const own = days();
  const next = own[indexOf(event, own, own.indexOf(event.target))];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
