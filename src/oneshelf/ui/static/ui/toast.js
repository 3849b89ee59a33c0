// Toasts: those the server rendered, and those that scripts ask for with
//   document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text, tone, undo } }))
// where tone is info, ok, warn or bad, and undo a function. Errors stay until dismissed.
const LASTS_MS = 6000;
const region = document.getElementById("toasts");

function live(toast) {
  const end = () => toast.remove();
  toast.querySelector("[data-toast-close]")?.addEventListener("click", end);
  if (toast.matches(".ui-toast-bad")) return;
  let timer = setTimeout(end, LASTS_MS);
  // Whoever reads or is about to press Undo has all the time they need.
  for (const pause of ["pointerenter", "focusin"]) toast.addEventListener(pause, () => clearTimeout(timer));
  for (const resume of ["pointerleave", "focusout"]) {
    toast.addEventListener(resume, () => { clearTimeout(timer); timer = setTimeout(end, LASTS_MS); });
  }
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

function show({ text, tone = "info", undo = null }) {
  const toast = document.createElement("div");
  toast.className = `ui-toast ui-toast-${tone}`;
  const words = document.createElement("span");
  words.className = "ui-toast-text";
  words.textContent = text;
  toast.append(words);
  if (undo) toast.append(button(region.dataset.undo, () => { toast.remove(); undo(); }));
  const close = button("×", () => toast.remove());
  close.setAttribute("aria-label", region.dataset.dismiss);
  toast.append(close);
  region.append(toast);
  live(toast);
}

if (region) {
  region.querySelectorAll("[data-toast]").forEach(live);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element && node.matches("[data-toast]")) live(node);
    }
  }).observe(region, { childList: true });
  document.addEventListener("ui:toast", (event) => show(event.detail));
  // An exchange that fails without words of its own must not fail in silence.
  document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
    if (!xhr.getResponseHeader("HX-Trigger")?.includes("ui:toast")) show({ text: region.dataset.failed, tone: "bad" });
  });
  document.addEventListener("htmx:sendError", () => show({ text: region.dataset.unreachable, tone: "bad" }));
}
