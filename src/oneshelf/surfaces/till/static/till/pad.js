// A keypad for fingers: [data-pad="id of the input"] holds buttons with data-key: a digit, ".", "clear" or "back".
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pad] [data-key]");
  if (!button) return;
  const input = document.getElementById(button.closest("[data-pad]").dataset.pad);
  const key = button.dataset.key;
  if (key === "clear") input.value = "";
  else if (key === "back") input.value = input.value.slice(0, -1);
  else if (input.maxLength < 0 || input.value.length < input.maxLength) input.value += key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
});
// Whoever touched their name goes on with the PIN; arrow keys, which press the radio itself, may go on choosing.
document.querySelector("[data-pin]")?.addEventListener("click", (event) => {
  if (!event.target.closest(".till-face") || event.target.name === "member") return;
  requestAnimationFrame(() => document.getElementById("pin").focus());
});
