// Runs before the page is drawn, so that a chosen theme never flashes, and says that script runs at all.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  const kept = () => {
    try { return localStorage.getItem("theme"); } catch { return null; } // storage is refused in some private windows
  };
  const keep = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* it then lasts for this page only */ }
  };
  if (["light", "dark"].includes(kept())) root.dataset.theme = kept();

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    keep(root.dataset.theme);
  });
})();
