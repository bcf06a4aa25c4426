// What somebody else changes appears by itself, but never under the pointer or while something is in use: then a
// line says so, and the calendar follows when it is let go, or when asked to.

import { isTyped } from "./undo.js";
import { isAnothers } from "./whose.js";

const PAUSE = 20_000;
const news = document.querySelector("[data-news]");
const canHover = matchMedia("(hover: hover)");
let fresh = null; // {address, html, came}: what is not shown yet, and the calendar in it
let asking = false;

const calendar = () => document.getElementById("calendar");
const calendarOf = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("calendar");

const isInUse = () =>
  document.body.dataset.busy ||
  (canHover.matches && calendar().matches(":hover")) ||
  calendar().querySelector("details[open], :popover-open") ||
  calendar().querySelector("input:focus, textarea:focus, select:focus, summary:focus") ||
  document.querySelector("dialog[open], [aria-busy=true]") ||
  [...calendar().querySelectorAll("input:not([type=hidden]), textarea")].some(isTyped);

const forget = () => {
  fresh = null;
  news.hidden = true;
};

// Where the focus is, it stays, if what it is on is still there.
const show = () => {
  const focused = calendar().contains(document.activeElement) && document.activeElement.getAttribute("href");
  const { html } = fresh;
  forget();
  window.htmx.swap("#calendar", html, { swapStyle: "outerHTML" }, { select: "#calendar" });
  if (focused) calendar().querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  document.querySelector("[data-said]").textContent = news.dataset.done;
};

// What a trainer reads of it: not what is typed in, and not what only scripts put there.
const wordsOf = (shown) => {
  const copy = shown.cloneNode(true);
  for (const each of copy.querySelectorAll("[data-notes-place], [data-picked], .block-more")) each.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
};

// Notes that were just saved make another version, and nothing else to see.
const isQuiet = () => {
  if (wordsOf(fresh.came) !== wordsOf(calendar())) return false;
  calendar().dataset.state = fresh.came.dataset.state;
  return true;
};

const isOld = () => fresh.address !== location.href || fresh.came.dataset.state === calendar().dataset.state;

const settle = () => {
  if (!fresh) return;
  if (isOld() || isQuiet()) forget();
  else if (isInUse()) news.hidden = false;
  else show();
};

// Whether somebody is signed in, and whether we are online, is for the next thing that is done to find out.
const ask = async () => {
  if (asking || document.hidden) return;
  asking = true;
  const address = location.href;
  const headers = { "HX-Request": "true", "HX-Target": "calendar", "If-None-Match": `W/"${calendar().dataset.state}"` };
  try {
    const answer = await fetch(address, { headers, redirect: "manual" });
    const isOurs = answer.status === 200 && !isAnothers(answer.headers.get("X-Trainer"));
    const html = isOurs ? await answer.text() : "";
    const came = calendarOf(html);
    if (came) fresh = { address, html, came };
  } catch {
    // Offline: asked again later.
  }
  asking = false;
  settle();
};

setInterval(ask, PAUSE);
setInterval(settle, 1_000);
document.addEventListener("visibilitychange", ask);
addEventListener("online", ask);
news.querySelector("button").addEventListener("click", () => fresh && !isOld() && show());
