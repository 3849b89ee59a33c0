// A scanner types like a very fast person and ends with Enter. What it typed is told to the page, wherever the focus
// is: document hears "ui:scan" with { code }. A field with data-scan-input is left alone: its form is sent as usual.
const FASTER_MS = 60; // between two characters; people need longer
const SHORTEST = 5;

let code = "";
let last = 0;
let field = null;
let before = "";

function forget() {
  code = "";
  field = null;
}

document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("[data-scan-input]") || event.ctrlKey || event.altKey || event.metaKey) {
    forget();
    return;
  }
  if (event.timeStamp - last > FASTER_MS) forget();
  last = event.timeStamp;
  if (event.key === "Enter") {
    finish(event);
  } else if (event.key.length === 1) {
    if (!code && event.target.matches?.("input, textarea")) {
      field = event.target;
      before = field.value;
    }
    code += event.key;
  }
}, true);

function finish(event) {
  const scanned = code;
  if (scanned.length >= SHORTEST) {
    event.preventDefault();
    event.stopPropagation();
    if (field) field.value = before; // what the scanner typed was not meant for it
    document.dispatchEvent(new CustomEvent("ui:scan", { detail: { code: scanned } }));
  }
  forget();
}
