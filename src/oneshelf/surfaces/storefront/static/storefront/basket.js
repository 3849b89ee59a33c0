// Opens the drawer when something was put into the basket.
document.addEventListener("basket:open", () => {
  const drawer = document.getElementById("basket");
  if (drawer && !drawer.open) drawer.showModal();
});

// The current page of a row that scrolls sideways is in sight.
document.querySelectorAll("nav [aria-current=page]").forEach((link) => {
  const row = link.closest("ul");
  if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
});

// A press on a small picture shows it large; without script it opens by itself.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-picture]");
  if (!link) return;
  event.preventDefault();
  document.querySelector(`${link.dataset.picture} img`).src = link.href;
  link.closest("ul").querySelectorAll("[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
});
