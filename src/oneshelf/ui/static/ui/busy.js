// A form that is on its way shows it on the pressed button and is not sent twice.
// data-busy="off" on a form leaves it alone (a download, say, never comes back with a page).
const EXPIRES_MS = 15000; // a server that takes longer may be asked again

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.busy === "off" || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => restore(form), EXPIRES_MS);
});

function restore(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

// The browser's back button brings the page back as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(restore);
});
document.addEventListener("htmx:beforeRequest", (event) => mark(event.detail.elt, true));
document.addEventListener("htmx:afterRequest", (event) => mark(event.detail.elt, false));

function mark(element, busy) {
  const button = element.matches("button") ? element : element.querySelector("button[type=submit], button:not([type])");
  if (!button) return;
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}
