// Ctrl+K or Cmd+K opens the field that leads everywhere; its list is asked for anew each time.
const palette = document.getElementById("palette"), input = document.getElementById("palette-q");

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  if (!palette.open) palette.showModal();
});
palette.addEventListener("toggle", () => {
  if (!palette.open) return;
  input.value = "";
  input.focus();
  htmx.trigger(input, "refresh");
});
