// When the session is over, what was to become a part of this page would be the page to sign in: load this
// page anew, which leads there and back. So too when it would be a part of another trainer's.

import { signIn } from "./sign-in.js";
import { isAnothers } from "./whose.js";

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const came = xhr.responseURL && new URL(xhr.responseURL).pathname;
  if (came && came.startsWith("/sign-in/") && !pathInfo.requestPath.startsWith("/sign-in/")) {
    event.preventDefault();
    if (event.detail.requestConfig.verb === "get") location.reload();
    else signIn();
  } else if (isAnothers(xhr.getResponseHeader("X-Trainer"))) {
    event.preventDefault();
    location.reload();
  }
});
