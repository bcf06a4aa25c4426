// What stands over the page can be put away, and never hides what has the focus.

import { gettext } from "./words.js";

const notices = () => document.querySelector(".notices");

const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const isHidden = (element) => {
  const box = element.getBoundingClientRect();
  const isPart = box.height < innerHeight / 2;
  return isPart && [...notices().querySelectorAll(".message, .notice")].some((each) => overlap(box, each.getBoundingClientRect()));
};

// How far it is scrolled is in the style sheet.
const uncover = () => {
  const focused = document.activeElement;
  if (!notices() || focused.closest(".notices, dialog, .top")) return;
  if (isHidden(focused)) focused.scrollIntoView({ block: "nearest" });
};

document.addEventListener("focusin", uncover);
document.addEventListener("htmx:oobAfterSwap", uncover);

// As templates/_messages.html has it.
export const closeButton = () => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.dataset.closeMessage = "";
  button.textContent = gettext("Close");
  return button;
};

// Its room at the end of the page is kept, so that nothing moves.
document.addEventListener("click", (event) => {
  const message = event.target.closest?.("[data-close-message]")?.closest(".message");
  if (!message) return;
  message.hidden = true;
  document.getElementById("main").focus({ preventScroll: true });
});
