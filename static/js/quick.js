// The quick line opens in a dialog over any page. Enter books what was understood when nothing is in the way and
// nothing is odd about it; else it opens the form.

const dialog = document.getElementById("quick-dialog");

const openDialog = () => {
  const field = dialog.querySelector("[data-quick-line]");
  dialog.querySelector("[data-quick-next]").value = location.pathname + location.search;
  dialog.showModal();
  field.focus();
  field.select();
};

document.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
  if (!event.target.closest("[data-quick]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const here = document.querySelector("main [data-quick-line]");
  if (here) here.focus();
  else openDialog();
});

const resultOf = (form) => document.querySelector(form.getAttribute("hx-target"));

// What is shown must be of what stands in the field.
const readAgain = (form) =>
  new Promise((done) => {
    const finish = ({ detail }) => {
      if (detail.elt !== form) return;
      document.removeEventListener("htmx:afterRequest", finish);
      done(detail.successful);
    };
    document.addEventListener("htmx:afterRequest", finish);
    window.htmx.trigger(form, "quick:read");
  });

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quick-form]") || !window.htmx) return;
  event.preventDefault();
  if (form.dataset.reading || !form.elements.line.value.trim()) return;
  form.dataset.reading = "yes";
  const isRead = await readAgain(form);
  delete form.dataset.reading;
  const ready = isRead && resultOf(form).querySelector("[data-quick-ready]");
  if (ready) ready.requestSubmit();
  else if (dialog.contains(form) || !isRead) form.submit();
  else resultOf(form).querySelector(".combobox > input, input:not([type=hidden])")?.focus();
});
