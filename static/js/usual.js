// When a client is chosen, what is usual with that client is filled in wherever nobody has written anything.

import { gettext, interpolate } from "./words.js";

const wrote = new WeakSet();

// Whoever has drawn a time in the calendar has chosen its end too.
const isDrawn = new URLSearchParams(location.search).has("end");

document.addEventListener("input", ({ target, isTrusted }) => isTrusted && wrote.add(target));

const inWords = (minutes) => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    hours && interpolate(gettext("%(hours)s h"), { hours }),
    rest && interpolate(gettext("%(minutes)s min"), { minutes: rest }),
  ];
  return parts.filter(Boolean).join(" ");
};

// Wall-clock arithmetic: UTC has no changes of clocks that could get in the way.
const fillInLength = (form, minutes) => {
  const { scheduled_start: start, scheduled_end: end } = form.elements;
  const begin = Date.parse(`${start.value}Z`);
  if (isDrawn || wrote.has(end) || Number.isNaN(begin)) return false;
  end.value = new Date(begin + minutes * 60_000).toISOString().slice(0, 19);
  return true;
};

const fillIn = (form, { fields, minutes }) => {
  const filled = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (wrote.has(field)) continue;
    field.value = value;
    if (value) filled.push(field.selectedOptions?.[0].text ?? value);
  }
  if (fillInLength(form, minutes)) filled.push(inWords(minutes));
  return filled;
};

document.addEventListener("change", async ({ target }) => {
  const form = target.form;
  if (target.name !== "client" || !form?.dataset.usual) return;
  const said = form.querySelector("[data-usual-said]");
  said.textContent = "";
  if (!target.value) return;
  const asked = target.value;
  const answer = await fetch(`${form.dataset.usual}?client=${asked}`).catch(() => null);
  const usual = answer?.ok && !answer.redirected ? await answer.json() : {};
  if (!usual.fields || target.value !== asked) return;
  const filled = fillIn(form, usual);
  const words = gettext("As usual with this client: %(values)s.");
  if (filled.length) said.textContent = interpolate(words, { values: filled.join(", ") });
});
