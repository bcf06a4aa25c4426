// What fields with a list below them have in common: the list opens and closes, and arrows go among its options
// while the field keeps the focus (the combobox of the ARIA practices).

const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];

export const activeOf = (field) => document.getElementById(field.getAttribute("aria-activedescendant") || "");

export const activate = (field, list, option) => {
  for (const each of optionsOf(list)) each.setAttribute("aria-selected", String(each === option));
  if (option) {
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field.removeAttribute("aria-activedescendant");
  }
};

export const isOpen = (field) => field.getAttribute("aria-expanded") === "true";

export const open = (field, list) => {
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
};

export const close = (field, list) => {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  activate(field, list, null);
};

// Goes to the next or the previous option, round the ends; says whether there was one.
export const step = (field, list, key) => {
  const options = optionsOf(list);
  if (!options.length) return false;
  const at = options.indexOf(activeOf(field));
  const next = key === "ArrowDown" ? at + 1 : (at < 0 ? options.length : at) - 1;
  activate(field, list, options[(next + options.length) % options.length]);
  return true;
};
