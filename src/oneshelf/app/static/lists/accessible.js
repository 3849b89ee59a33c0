// What Unfold's pages lack for people who listen to them.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");
  for (const head of document.querySelectorAll("th")) {
    if (head.textContent.trim() === "" && head.children.length === 0) {
      const cell = document.createElement("td");
      cell.className = head.className;
      head.replaceWith(cell); // a heading that says nothing heads nothing
    }
  }
});

// Each scrolling part is announced as a region of the same name, whenever Unfold's script gets to it; a group is announced
// when it is reached.
new MutationObserver(() => {
  for (const part of document.querySelectorAll(".simplebar-content-wrapper[role=region]")) part.setAttribute("role", "group");
}).observe(document, { subtree: true, childList: true, attributeFilter: ["role"] });
