// The end keeps its distance when the start moves, so that a session keeps its length. Of the timelines only
// those of the chosen client are offered.

const form = document.querySelector("[data-session-form]");
const start = form.elements.scheduled_start ?? form.elements.start;
const end = form.elements.scheduled_end ?? form.elements.end;

// Wall-clock arithmetic: UTC has no changes of clocks that could get in the way.
const read = (field) => Date.parse(`${field.value}Z`);
const write = (field, time) => {
  field.value = new Date(time).toISOString().slice(0, 19);
};

let last = read(start);

start.addEventListener("input", () => {
  const now = read(start);
  const length = read(end) - last;
  if (Number.isNaN(now)) return;
  if (length > 0) write(end, now + length);
  last = now;
});

const { client, timeline } = form.elements;

const offerTimelines = () => {
  for (const option of timeline.options) {
    const isOthers = option.dataset.client && client.value && option.dataset.client !== client.value;
    option.hidden = option.disabled = Boolean(isOthers);
    if (isOthers && option.selected) timeline.value = "";
  }
};

if (timeline) {
  client.addEventListener("change", offerTimelines);
  offerTimelines();
}
