// Shows the fields of the chosen way of delivery only. Without script both stand there, and the server asks for one.
const parts = { collect: ".for-collect", ship: ".for-ship" };

function refresh() {
  const chosen = document.querySelector('[name="method"]:checked')?.value;
  for (const [method, selector] of Object.entries(parts)) {
    document.querySelectorAll(selector).forEach((part) => { part.hidden = chosen !== method; });
  }
  // What is sent cannot be paid when it is collected: the first card takes its place.
  if (!document.querySelector('[hidden] [name="card"]:checked')) return;
  const card = [...document.querySelectorAll('[name="card"]')].find((each) => !each.closest("[hidden]"));
  card.checked = true;
}

// An address that is answered late brings new services: what was chosen meanwhile stays chosen, and is asked for again.
let service = "";
function keepService() {
  const kept = [...document.querySelectorAll('[name="service"]')].find((each) => each.value === service);
  if (!kept || kept.checked) return;
  kept.checked = true;
  kept.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("change", (event) => {
  if (event.target.name === "method") refresh();
  if (event.target.name === "service") service = event.target.value;
});
document.addEventListener("htmx:oobAfterSwap", keepService);

// What was wrong with a field is not said of what is written there now. A VAT number is read anew with each total.
function describe(field) {
  const said = [`${field.id}-hint`, `${field.id}-error`].filter((id) => document.getElementById(id));
  field.setAttribute("aria-invalid", String(said.includes(`${field.id}-error`)));
  if (said.length) field.setAttribute("aria-describedby", said.join(" "));
  else field.removeAttribute("aria-describedby");
}
document.addEventListener("input", ({ target }) => {
  if (target.getAttribute("aria-invalid") !== "true") return;
  document.getElementById(`${target.id}-error`)?.remove();
  describe(target);
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id !== "vat-wrong") return;
  document.querySelector(".ui-field > #id_vat_id-error")?.remove();
  describe(document.getElementById("id_vat_id"));
});

addEventListener("pageshow", refresh);
refresh();
// What is wrong is in sight, and under the hands of whoever has no mouse.
const wrong = document.querySelector('[aria-invalid="true"], .ui-error');
wrong?.focus();
wrong?.scrollIntoView({ block: "center" });
