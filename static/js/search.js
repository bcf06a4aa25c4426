// The field in the header shows the first few that are found below it; arrows go among them, Enter opens one.

import { activeOf, close, isOpen, open, step } from "./listbox.js";

const field = document.querySelector("[data-search]");
const list = field && document.getElementById(field.getAttribute("aria-controls"));

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target !== list) return;
  if (field.value.trim() && document.activeElement === field) open(field, list);
  else close(field, list);
});

field?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const active = isOpen(field) && activeOf(field);
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.childElementCount) {
    event.preventDefault();
    open(field, list);
    step(field, list, event.key);
  } else if (event.key === "Enter" && active) {
    event.preventDefault();
    active.click();
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (isOpen(field)) close(field, list);
    else field.value = "";
  }
});

field?.addEventListener("focusout", () => close(field, list));
// A click on what was found leads there before the list is gone.
list?.addEventListener("mousedown", (event) => event.preventDefault());
