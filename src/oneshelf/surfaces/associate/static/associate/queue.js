// Says that an order has come: with words always, with a sound when it was asked for on this device.
const queue = document.getElementById("queue");
const switcher = document.querySelector("[data-sound]");
const KEPT = "associate-sound";

const opened = () => new Map(
  [...document.querySelectorAll("#queue [data-opened]")].map((each) => [each.dataset.opened, each.dataset.number]),
);
let known = opened();

function chime() {
  const audio = new AudioContext();
  [[660, 0], [880, 0.16]].forEach(([pitch, after]) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, audio.currentTime + after);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + after + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + after);
    tone.stop(audio.currentTime + after + 0.3);
  });
  setTimeout(() => audio.close(), 1000);
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== queue) return;
  const now = opened();
  const fresh = [...now].filter(([id]) => !known.has(id)).map(([, number]) => number);
  known = now;
  if (!fresh.length) return;
  const text = `${queue.dataset.newOrder} ${fresh.join(", ")}`;
  document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text, tone: "ok" } }));
  if (switcher?.getAttribute("aria-pressed") === "true") chime();
});

function show(on) {
  switcher.setAttribute("aria-pressed", String(on));
}

if (switcher) {
  show(localStorage.getItem(KEPT) === "on");
  switcher.addEventListener("click", () => {
    const on = switcher.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(KEPT, on ? "on" : "off");
    show(on);
    if (on) chime();
  });
}
