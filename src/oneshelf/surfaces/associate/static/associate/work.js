// Scans go to the form with data-scan; refusals are shown although they come with a status of 4xx.
const form = document.querySelector("form[data-scan]");
const field = form?.querySelector("[data-scan-input]");

document.addEventListener("ui:scan", (event) => {
  if (!form) return;
  field.value = event.detail.code;
  form.requestSubmit();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.xhr.getResponseHeader("Associate-Refused")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// The field is empty again as soon as its content is on the way: the next scan may come before the answer.
document.addEventListener("htmx:beforeSend", (event) => {
  if (event.target === form) field.value = "";
});

// The keys of the PIN pad: digits, and one that takes the last digit back. Six digits are enough to try.
document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-pad]");
  if (!key) return;
  const pin = document.getElementById("pin");
  const digits = Number(pin.maxLength);
  pin.value = key.dataset.pad === "back" ? pin.value.slice(0, -1) : (pin.value + key.dataset.pad).slice(0, digits);
});
