// What Unfold's pages lack for people who listen to them.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
  for (const field of document.querySelectorAll("td :is(select, input:not([type=hidden]))")) {
    if (field.labels.length || field.ariaLabel) continue;
    const heading = field.closest("table").tHead?.rows[0].cells[field.closest("td").cellIndex];
    if (heading) field.ariaLabel = heading.textContent.trim();
  }
  for (const head of document.querySelectorAll("th")) {
    if (head.textContent.trim() === "" && head.children.length === 0) {
      const cell = document.createElement("td");
      cell.className = head.className;
      head.replaceWith(cell); // a heading that says nothing heads nothing
    }
  }
});

// What other scripts make, whenever they get to it.
new MutationObserver(() => {
  // Each scrolling part is announced as a region of the same name; a group is announced when it is reached.
  for (const part of document.querySelectorAll(".simplebar-content-wrapper[role=region]")) part.setAttribute("role", "group");
  // Select2 names its box after what is chosen, which is nothing at first.
  for (const part of document.querySelectorAll(".select2 :is([role=combobox], [role=textbox]):not([aria-label])")) {
    const select = part.closest(".select2").parentElement.querySelector("select");
    part.removeAttribute("aria-labelledby");
    part.ariaLabel = select.labels[0]?.textContent.trim() || select.ariaLabel;
  }
}).observe(document, { subtree: true, childList: true, attributeFilter: ["role"] });
