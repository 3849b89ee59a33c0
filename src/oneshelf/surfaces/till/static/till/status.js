// The thin bar: line, clock; the lock after a while without a touch; and prices and stock that change elsewhere.
import { basket, refresh } from "./basket.js";
import { facts, post, Refused, words } from "./server.js";

const clock = document.querySelector("[data-clock]"), status = document.querySelector("[data-status]");
const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: facts.zone });
const tick = () => { clock.textContent = time.format(new Date()); };
tick();
setInterval(tick, 5000);

function tellLine() {
  const online = navigator.onLine;
  status.classList.toggle("till-status-off", !online);
  status.querySelector("[data-status-words]").textContent = online ? words.online : words.offline;
  document.querySelector("[data-offline]").hidden = online;
  document.querySelector(".till-due [data-do=pay]").disabled = !online || !basket.lines.length;
}
addEventListener("online", () => { tellLine(); refresh(); });
addEventListener("offline", tellLine);
document.addEventListener("till:drawn", tellLine);

let touched = Date.now();
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { touched = Date.now(); }, true);
setInterval(() => {
  if (navigator.onLine && Date.now() - touched > facts.idle * 1000) document.querySelector("[data-lock]").requestSubmit();
}, 5000);

const EVENTS = ["pricing.price_changed.v1", "inventory.stock_changed.v1", "resync"];
const MOST = 50; // topics of one stream
const SETTLE_MS = 400; // several facts of one change come together
let fresh = true; // the screen is newer than the stream
let stream = null, followed = "", due = 0, opening = 0;

function onScreen() {
  const tiles = [...document.querySelectorAll("#tiles [data-add]")].map((tile) => tile.dataset.add);
  return [...new Set([...basket.lines.map((line) => line.variant), ...tiles])].slice(0, MOST);
}

async function follow(again = false) {
  const variants = onScreen(), names = variants.join();
  if (!variants.length || (names === followed && !again)) return;
  followed = names;
  try {
    const { url } = await post("/till/live/", JSON.stringify({ variants }));
    stream?.close();
    fresh = !again;
    stream = new EventSource(url);
    for (const kind of EVENTS) stream.addEventListener(kind, heard);
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) later(); };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    later();
  }
}

function later() {
  clearTimeout(opening);
  opening = setTimeout(() => follow(true), 10000);
}

function heard(event) {
  if (event.type === "resync" && fresh) { fresh = false; return; } // every stream begins with one
  clearTimeout(due);
  due = setTimeout(() => {
    if (basket.lines.length) refresh();
    document.getElementById("q").dispatchEvent(new Event("refresh"));
  }, SETTLE_MS);
}

const settled = () => { clearTimeout(opening); opening = setTimeout(follow, SETTLE_MS); };
document.addEventListener("till:basket", settled);
document.addEventListener("htmx:afterSettle", settled);
