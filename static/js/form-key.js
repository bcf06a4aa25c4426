// The key of a form that makes something stays with the page's place in the history: whoever comes back to
// it, and sends it again, sends the same form. A form that was refused has its key from the server; its place
// in the history is left alone, so that loading it again sends it again, and loses nothing that was typed.

const key = document.querySelector("[name=form_key][data-fresh]");
if (key) {
  key.value = history.state?.formKey ?? key.value;
  history.replaceState({ ...history.state, formKey: key.value }, "");
}

// Once it is sent anew, its place is that of the form alone: Back would ask whether to send the refused one.
document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post" || form.hasAttribute("action")) return;
  history.replaceState({ ...history.state, formKey: form.elements.form_key?.value }, "");
});
