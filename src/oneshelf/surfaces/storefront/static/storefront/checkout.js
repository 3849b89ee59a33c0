// Shows the fields of the chosen way of delivery only. Without script both stand there, and the server asks for one.
const parts = { collect: ".for-collect", ship: ".for-ship" };

function refresh() {
  const chosen = document.querySelector('[name="method"]:checked')?.value;
  for (const [method, selector] of Object.entries(parts)) {
    document.querySelectorAll(selector).forEach((part) => { part.hidden = chosen !== method; });
  }
}

document.addEventListener("change", (event) => { if (event.target.name === "method") refresh(); });
addEventListener("pageshow", refresh);
refresh();
const wrong = document.querySelector('[aria-invalid="true"], .ui-error');
wrong?.scrollIntoView({ block: "center" });
