// A piece that tells the ways to get a basket is fetched after its page: says so when that fails, and tries again.
const told = (piece, failed) => {
  const words = piece.parentElement.querySelector("[data-ways-failed]");
  if (words) words.hidden = !failed;
  piece.hidden = failed;
};
const piece = (event) => event.target.closest?.("[data-ways]");
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => { if (event.target.matches?.("[data-ways]")) told(event.target, true); });
}
document.addEventListener("htmx:afterSwap", (event) => { if (piece(event)) told(piece(event), false); });
const again = () => document.querySelectorAll("[data-ways][hidden]").forEach((each) => {
  told(each, false);
  each.dispatchEvent(new CustomEvent("ways:again"));
});
document.addEventListener("click", (event) => { if (event.target.closest("[data-ways-again]")) again(); });
addEventListener("online", again);
