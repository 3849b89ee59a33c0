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
addEventListener("pageshow", refresh);
refresh();
const wrong = document.querySelector('[aria-invalid="true"], .ui-error');
wrong?.scrollIntoView({ block: "center" });
