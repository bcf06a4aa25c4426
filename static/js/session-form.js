// The end keeps its distance when the start moves, so that a session keeps its length. Of the timelines only
// those of the chosen client are offered.

// Wall-clock arithmetic: UTC has no changes of clocks that could get in the way.
const read = (text) => Date.parse(`${text}Z`);
const ends = { scheduled_start: "scheduled_end", start: "end" };
const before = new WeakMap();

document.addEventListener("input", ({ target: start }) => {
  const form = start.form;
  if (!form?.matches("[data-session-form]") || !(start.name in ends)) return;
  const now = read(start.value);
  if (Number.isNaN(now)) return;
  const end = form.elements[ends[start.name]];
  const length = read(end.value) - (before.get(start) ?? read(start.defaultValue));
  if (length > 0) end.value = new Date(now + length).toISOString().slice(0, 19);
  before.set(start, now);
});

const offerTimelines = (form) => {
  const { client, timeline } = form.elements;
  if (!timeline || !client) return;
  for (const option of timeline.options) {
    const isOthers = option.dataset.client && client.value && option.dataset.client !== client.value;
    option.hidden = option.disabled = Boolean(isOthers);
    if (isOthers && option.selected) timeline.value = "";
  }
};

const offerAll = () => document.querySelectorAll("[data-session-form]").forEach(offerTimelines);

document.addEventListener("change", ({ target }) => {
  if (target.name === "client" && target.form?.matches("[data-session-form]")) offerTimelines(target.form);
});
document.addEventListener("htmx:load", offerAll);
offerAll();
