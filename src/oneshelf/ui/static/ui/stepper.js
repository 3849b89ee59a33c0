// The plus and minus of a quantity. The input's own min, max and step decide; typing works without script.
function refresh(stepper) {
  const input = stepper.querySelector("input");
  const value = Number(input.value);
  stepper.querySelector('[data-step="down"]').disabled = input.min !== "" && value <= Number(input.min);
  stepper.querySelector('[data-step="up"]').disabled = input.max !== "" && value >= Number(input.max);
}

function press(button) {
  const stepper = button.closest("[data-stepper]");
  const input = stepper.querySelector("input");
  const by = Number(stepper.dataset.stepper || 1) * (button.dataset.step === "up" ? 1 : -1);
  const low = input.min === "" ? -Infinity : Number(input.min);
  const high = input.max === "" ? Infinity : Number(input.max);
  // Three decimals are the finest sale unit; without rounding 0.1 + 0.2 would be typed as 0.30000000000000004.
  input.value = String(Math.round(Math.min(high, Math.max(low, Number(input.value) + by)) * 1000) / 1000);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stepper] [data-step]");
  if (button) press(button);
});
document.addEventListener("input", (event) => {
  const stepper = event.target.closest("[data-stepper]");
  if (stepper) refresh(stepper);
});
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll("[data-stepper]").forEach(refresh));
document.querySelectorAll("[data-stepper]").forEach(refresh);
