// Asks the browser where it is, and leads to the stores around.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-nearby]");
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      // Three decimals are a hundred metres: near enough, and not somebody's door.
      location.assign(`${button.dataset.nearby}?lat=${coords.latitude.toFixed(3)}&lon=${coords.longitude.toFixed(3)}`);
    },
    () => {
      button.removeAttribute("aria-busy");
      document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text: button.dataset.nearbyFailed, tone: "warn" } }));
    },
    { timeout: 10000, maximumAge: 300000 },
  );
});
