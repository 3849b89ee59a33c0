// Ctrl+K or Cmd+K opens the field that leads everywhere; its list is asked for anew each time.
const palette = document.getElementById("palette"), input = document.getElementById("palette-q");

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  if (!palette.open) palette.showModal();
});
// A scanner types the separator of a GS1 code as Ctrl+], which a field would not take.
input.addEventListener("keydown", (event) => {
  if (!event.ctrlKey || event.key !== "]") return;
  event.preventDefault();
  input.setRangeText("\u001d", input.selectionStart, input.selectionEnd, "end");
});
palette.addEventListener("toggle", () => {
  if (!palette.open) return;
  input.value = "";
  input.focus();
  htmx.trigger(input, "refresh");
});
