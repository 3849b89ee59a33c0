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

window.addEventListener("load", () => {
  // Each scrolling part is announced as a region of the same name; a group is announced when it is reached.
  for (const part of document.querySelectorAll(".simplebar-content-wrapper[role=region]")) part.setAttribute("role", "group");
});
