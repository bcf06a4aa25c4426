// What was typed before the page could ask for it is asked for as soon as it can.

document.addEventListener("htmx:load", ({ target }) => {
  if (target !== document.body) return;
  for (const form of document.querySelectorAll('form[hx-trigger^="input"]')) {
    const fields = form.querySelectorAll("input");
    if ([...fields].some(({ value, defaultValue }) => value !== defaultValue)) window.htmx.trigger(form, "input");
  }
});
