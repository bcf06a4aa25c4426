// Another week, month or day is put in the place of this one: what goes wrong is said, and nothing is lost.

import { gettext } from "./words.js";

const ours = new Set(["calendar", "mini"]);
const bar = document.querySelector("[data-trouble]");
const said = document.querySelector("[data-said]");
let asked = null;

const isOurs = (event) => ours.has(event.detail.target?.id);
const address = (event) => event.detail.pathInfo.finalRequestPath ?? event.detail.pathInfo.requestPath;

const tell = (words) => {
  document.getElementById("calendar").removeAttribute("aria-busy");
  bar.querySelector("p").textContent = words;
  bar.hidden = false;
};

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isOurs(event)) return;
  asked = event.detail.elt;
  bar.hidden = true;
  document.getElementById("calendar").setAttribute("aria-busy", "true");
});

for (const failed of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => {
    if (!isOurs(event)) return;
    tell(gettext("The calendar cannot be reached: are you offline? What you see is as it was before."));
  });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isOurs(event)) return;
  const { xhr, target } = event.detail;
  if (xhr.status >= 500 || xhr.status === 429) {
    tell(gettext("The calendar could not be loaded just now. What you see is as it was before."));
  } else if (!xhr.response.includes(`id="${target.id}"`)) {
    // Signed out meanwhile, or not there: the page itself says so, and leads back.
    event.detail.shouldSwap = false;
    location.assign(address(event));
  }
});

// What only some of the views need.
const loadParts = () => {
  const has = (what) => document.querySelector(`#calendar ${what}`);
  if (has("[data-month]")) import("./month.js");
  if (has(".entry-pick")) import("./several.js");
  if (has("[data-notes]")) import("./notes.js");
};

loadParts();
document.addEventListener("htmx:afterSettle", loadParts);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "calendar") return;
  const heading = document.querySelector("#calendar h1");
  said.textContent = heading.textContent.trim();
  if (document.activeElement === document.body) heading.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-again]")) return;
  if (asked?.matches("form")) asked.requestSubmit();
  else asked?.click();
});

addEventListener("online", () => {
  bar.hidden = true;
});

// Back and forward load the page: it is never kept, so that nobody sees it after signing out.
document.addEventListener("htmx:historyCacheMiss", (event) => {
  event.preventDefault();
  location.reload();
});
