// A field above a list of places to go: the arrow keys mark an option, Enter goes there. The pattern is ARIA's combobox
// with a listbox, in which the field keeps the focus. `data-said` of the first option says how many there are.
const options = (box) => [...box.querySelectorAll("[role=option]")];

function mark(box, option) {
  const input = box.querySelector("[role=combobox]");
  for (const each of options(box)) each.setAttribute("aria-selected", each === option);
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.id ||= `${input.id}-option-${options(box).indexOf(option)}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box || event.isComposing) return;
  const all = options(box), at = all.findIndex((each) => each.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) mark(box, all[(at + step + all.length) % all.length]);
  else if (event.key === "Enter" && all.length) all[Math.max(at, 0)].click();
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box) return;
  const all = options(box);
  box.querySelector("[role=combobox]").setAttribute("aria-expanded", all.length > 0);
  box.querySelector("[data-combobox-said]").textContent = event.target.querySelector("[data-said]")?.dataset.said ?? "";
  mark(box, all[0]);
});
