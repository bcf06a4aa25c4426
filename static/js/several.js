// Several sessions of a list at once: all that are over are ticked, or none, and how many are is said.

import { gettext, interpolate, ngettext } from "./words.js";

const boxes = (which = "") => [...document.querySelectorAll(`.entry-pick input${which}`)];

const say = () => {
  const said = document.querySelector("[data-picked]");
  const count = boxes(":checked").length;
  for (const button of document.querySelectorAll("#several [name=outcome]")) button.disabled = !count;
  if (said) said.textContent = count ? interpolate(ngettext("%(count)s selected", "%(count)s selected", count), { count }) : "";
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-pick-over]");
  if (!link) return;
  event.preventDefault();
  const over = boxes("[data-over]");
  const all = over.every((box) => box.checked);
  for (const box of over) box.checked = !all;
  say();
  if (!over.length) document.querySelector("[data-picked]").textContent = gettext("Nothing is over yet.");
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".entry-pick input")) say();
});

addEventListener("pageshow", say);
// This came after the page, or with a part of it that was swapped in.
say();
document.addEventListener("htmx:load", say);
