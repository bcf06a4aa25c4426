// A select of clients becomes a field to type a few letters in. The select stays in the form, out of sight, and
// holds what is sent; the options come from the server, which knows who can be booked.

import { activate, activeOf, close, isOpen, open, step } from "./listbox.js";
import { gettext } from "./words.js";

const WAIT = 150;
const UNKNOWN = gettext("Choose one of your clients from the list, or add a new one.");
const fold = (text) => text.trim().normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const nameOf = (select) => (select.value ? select.selectedOptions[0].text : "");
const partsOf = (field) => {
  const box = field.closest(".combobox");
  return { select: box.querySelector("select"), list: box.querySelector("[role=listbox]") };
};

const enhance = (select) => {
  const box = document.createElement("div");
  const field = document.createElement("input");
  const list = document.createElement("div");
  box.className = "combobox";
  list.className = "listbox";
  Object.assign(field, { type: "text", id: select.id, autocomplete: "off", spellcheck: false });
  Object.assign(field, { placeholder: gettext("Type a name"), value: nameOf(select) });
  Object.assign(list, { id: `${select.id}_list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("Suggestions"));
  const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(said)) field.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  select.id = `${select.id}_value`;
  select.hidden = true;
  select.before(box);
  box.append(select, field, list);
};

const enhanceAll = () => {
  for (const select of document.querySelectorAll("select[data-combobox]:not([hidden])")) enhance(select);
};

const set = (select, uuid, name) => {
  if (uuid && ![...select.options].some((option) => option.value === uuid)) select.add(new Option(name, uuid));
  const before = select.value;
  select.value = uuid;
  if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
};

const addNew = (field, text) => {
  const details = field.form.querySelector("[data-newcomer]");
  const [first, ...last] = text.trim().split(/\s+/);
  details.open = true;
  field.form.elements.new_first_name.value = first;
  field.form.elements.new_last_name.value = last.join(" ");
  field.value = "";
  field.form.elements[last.length ? "new_email" : "new_last_name"].focus();
};

// It is with the one who was chosen after all.
const forgetNew = (form) => {
  const details = form.querySelector("[data-newcomer]");
  if (!details) return;
  for (const each of details.querySelectorAll("input")) each.value = "";
  details.open = false;
};

const choose = (field, option) => {
  const { select, list } = partsOf(field);
  const typed = field.value;
  close(field, list);
  field.setCustomValidity("");
  if (option.dataset.href) return location.assign(option.dataset.href);
  if ("new" in option.dataset) return addNew(field, typed);
  forgetNew(field.form);
  field.value = option.dataset.name;
  set(select, option.dataset.value, option.dataset.name);
};

// Who leaves the field has meant the one client who can be meant by what stands in it.
const settle = (field) => {
  const { select, list } = partsOf(field);
  close(field, list);
  const text = fold(field.value);
  if (select.value || !text) return field.setCustomValidity("");
  const known = [...select.options].filter((option) => option.value);
  const exact = known.filter((option) => fold(option.text) === text);
  const begun = known.filter((option) => fold(option.text).startsWith(text));
  const meant = exact.length ? exact : begun;
  field.setCustomValidity(meant.length === 1 ? "" : UNKNOWN);
  if (meant.length === 1) {
    field.value = meant[0].text;
    set(select, meant[0].value, meant[0].text);
  }
};

let waiting, asking;

const ask = async (field) => {
  const { select, list } = partsOf(field);
  const text = select.value ? "" : field.value;
  asking?.abort();
  asking = new AbortController();
  try {
    const url = `${select.dataset.combobox}?q=${encodeURIComponent(text.trim())}`;
    const answer = await fetch(url, { signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    list.innerHTML = await answer.text();
  } catch {
    return; // Asked again, or offline: what is typed can still be settled.
  }
  if (document.activeElement !== field) return;
  open(field, list);
  activate(field, list, text.trim() ? list.querySelector("[role=option]:not([data-href])") : null);
};

const isField = (target) => target.matches?.(".combobox > input");

document.addEventListener("input", ({ target: field }) => {
  if (!isField(field)) return;
  field.setCustomValidity("");
  set(partsOf(field).select, "", "");
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT, field);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!isField(field) || event.isComposing) return;
  const { list } = partsOf(field);
  const active = isOpen(field) && activeOf(field);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (isOpen(field)) step(field, list, event.key);
    else ask(field);
  } else if (event.key === "Escape" && isOpen(field)) {
    event.preventDefault();
    close(field, list);
  } else if (event.key === "Enter" && active) {
    event.preventDefault();
    choose(field, active);
  } else if (event.key === "Tab" && active && active.dataset.value) {
    choose(field, active);
  } else if (event.key === "Enter") {
    settle(field);
  }
});

document.addEventListener("click", ({ target }) => {
  const option = target.closest(".combobox [role=option]");
  if (option) choose(option.closest(".combobox").querySelector("input"), option);
  else if (isField(target) && !isOpen(target)) ask(target);
});

// A click on an option leaves the focus where it is.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".combobox .listbox")) event.preventDefault();
});

document.addEventListener("focusin", ({ target }) => isField(target) && target.select());
document.addEventListener("focusout", ({ target }) => {
  if (!isField(target)) return;
  clearTimeout(waiting);
  settle(target);
});

addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".combobox > input")) {
    field.value = nameOf(partsOf(field).select) || field.value;
  }
});
document.addEventListener("htmx:load", enhanceAll);
enhanceAll();

// Whoever begins a session writes at once, and no letter of it is a key of the page: with whom, else what.
const begun = document.querySelector("[data-usual]");
const isElsewhere = document.querySelector("[autofocus]:not([data-combobox])");
if (begun && !isElsewhere && matchMedia("(pointer: fine)").matches) {
  const fields = [...begun.querySelectorAll(".combobox > input, [name=title]")];
  fields.find((field) => !field.value)?.focus();
}
