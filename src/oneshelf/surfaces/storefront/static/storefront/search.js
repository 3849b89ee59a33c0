// The list below the search field: arrow keys walk through it, Escape and leaving close it.
const form = document.querySelector("[data-search]");
const input = form?.querySelector("input");
const list = form?.querySelector("#suggestions");

const links = () => [...list.querySelectorAll("a")];
const close = () => { list.replaceChildren(); };

form?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    close();
    input.focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...links()];
  const at = stops.indexOf(document.activeElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
});
form?.addEventListener("focusout", (event) => {
  if (!form.contains(event.relatedTarget)) close();
});
form?.addEventListener("submit", close);

// On a wide page the filters stand open beside the list.
const wide = matchMedia("(width >= 64rem)");
document.querySelectorAll("[data-open-wide]").forEach((box) => { box.open = wide.matches; });
