// Notes are saved while they are typed: after a pause, and when the field is left. What is typed stays in the
// field until it is stored, whatever happens: another version, no connection, signed out.

import { gettext } from "./words.js";

const SIGNED_OUT = gettext(
  "Not saved: you are signed out. Sign in in another tab, then save again; what you typed stays here.",
);
const PAUSE = 2_000, RETRY = 15_000;
const timers = new WeakMap();

const texts = (form) => [...form.querySelectorAll("textarea")];
const shownFirst = (field) => field.form.elements[`initial-${field.name}`];
// Browsers send CR LF; a hidden field may hold either.
const plain = (text) => text.replaceAll("\r\n", "\n");
const isUnsaved = (form) => texts(form).some((field) => plain(field.value) !== plain(shownFirst(field).value));
const forms = () => [...document.querySelectorAll("form[data-autosave]")];

const say = (form, words, isWrong = false) => {
  const said = form.querySelector("[data-saved]");
  said.textContent = words;
  said.classList.toggle("is-wrong", isWrong);
};

const later = (form, pause) => {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
};

const send = (form) => {
  const body = new URLSearchParams();
  const names = ["csrfmiddlewaretoken", "version", ...texts(form).flatMap(({ name }) => [name, `initial-${name}`])];
  for (const name of names) body.set(name, form.elements[name].value);
  return fetch(form.dataset.autosave, { method: "POST", redirect: "manual", headers: { Accept: "application/json" }, body });
};

const renewToken = async () => {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("main [name=csrfmiddlewaretoken], header [name=csrfmiddlewaretoken]")?.value;
  if (token) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return Boolean(token);
};

// {name: [what was sent, as it was shown]}: what is typed meanwhile is the next to be saved.
const stored = (form, sent, version) => {
  for (const field of texts(form)) shownFirst(field).value = sent[field.name];
  const { of } = form.dataset;
  for (const field of document.querySelectorAll(`[data-of="${of}"] [name=version]`)) field.value = version;
  for (const box of document.querySelectorAll(`[name=sessions][value^="${of}."]`)) box.value = `${of}.${version}`;
};

const showBoth = (form, sent, html) => {
  const typed = Object.fromEntries(texts(form).map(({ name, value }) => [name, value]));
  const parts = new DOMParser().parseFromString(html, "text/html");
  form.querySelector("[data-fields]").replaceChildren(...parts.body.childNodes);
  for (const field of texts(form)) if (typed[field.name] !== sent[field.name]) field.value = typed[field.name];
  form.elements.version.value = form.querySelector("[data-fields] [data-version]").dataset.version;
  form.dataset.asks = "yes";
};

const save = async (form, mayRetry = true) => {
  clearTimeout(timers.get(form));
  if (form.dataset.saving) return later(form, PAUSE);
  form.dataset.saving = "yes";
  const sent = Object.fromEntries(texts(form).map(({ name, value }) => [name, value]));
  try {
    say(form, gettext("Saving …"));
    const answer = await send(form);
    if (answer.type === "opaqueredirect") return say(form, SIGNED_OUT, true);
    if (answer.status === 403 && mayRetry && (await renewToken())) {
      delete form.dataset.saving;
      return save(form, false);
    }
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.status);
    const told = await answer.json();
    if (answer.ok) stored(form, sent, told.version);
    else if (told.form) showBoth(form, sent, told.form);
    if (answer.ok) delete form.dataset.asks;
    say(form, told.said, !answer.ok);
    if (answer.ok && isUnsaved(form)) later(form, PAUSE);
  } catch {
    say(form, gettext("Not saved yet: there is no connection. It is tried again; what you typed stays here."), true);
    later(form, RETRY);
  } finally {
    delete form.dataset.saving;
  }
};

const formOf = (event) => event.target.closest?.("form[data-autosave]");
// Where two versions are shown, to save is a decision, made with the button.
const saveTyped = (form) => form && !form.dataset.asks && isUnsaved(form) && save(form);

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form || !event.target.matches("textarea") || form.dataset.asks) return;
  say(form, "");
  later(form, PAUSE);
});
document.addEventListener("focusout", (event) => event.target.matches?.("textarea") && saveTyped(formOf(event)));
addEventListener("online", () => forms().forEach(saveTyped));

document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form) return;
  if (event.submitter?.hasAttribute("formaction")) {
    clearTimeout(timers.get(form));
    form.dataset.leaving = "yes";
    return;
  }
  event.preventDefault();
  save(form);
});

addEventListener("beforeunload", (event) => {
  if (forms().some((form) => !form.dataset.leaving && isUnsaved(form))) event.preventDefault();
});

// In a list the form comes when it is asked for.
const bring = async (details) => {
  if (details.dataset.asked || details.querySelector("form")) return;
  details.dataset.asked = "yes";
  try {
    const answer = await fetch(details.dataset.notes, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) return location.assign(details.querySelector("a").href);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    details.querySelector("[data-notes-place]").replaceChildren(...part.body.childNodes);
    details.querySelector("textarea")?.focus();
  } finally {
    delete details.dataset.asked; // offline, it is asked for again when it is opened again
  }
};

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details[data-notes]") && target.open) bring(target);
}, true);
// Whoever was quicker than this script.
document.querySelectorAll("details[data-notes][open]").forEach(bring);
