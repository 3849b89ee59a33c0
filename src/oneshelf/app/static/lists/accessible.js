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

window.addEventListener("load", () => {
  // Select2 names its box after what is chosen, which is nothing at first.
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.labels[0]?.textContent.trim() || select.ariaLabel;
    for (const part of select.parentElement.querySelectorAll(".select2 :is([role=combobox], [role=textbox])")) {
      part.removeAttribute("aria-labelledby");
      part.ariaLabel = name;
    }
  }
});

// Each scrolling part is announced as a region of the same name, whenever Unfold's script gets to it; a group is announced
// when it is reached.
new MutationObserver(() => {
  for (const part of document.querySelectorAll(".simplebar-content-wrapper[role=region]")) part.setAttribute("role", "group");
}).observe(document, { subtree: true, childList: true, attributeFilter: ["role"] });
