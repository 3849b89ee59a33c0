// Reads barcodes and QR codes with the device's camera, where the browser can: buttons with data-camera show only there.
// What it reads is told as a scanner's scan is: document hears "ui:scan" with { code }. Typing always works besides.
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "itf", "qr_code", "data_matrix"];
const LOOK_EVERY_MS = 120;
const BUZZ_MS = 60;

const dialog = document.getElementById("camera");
const video = dialog.querySelector("video");
const words = dialog.querySelector("[data-camera-words]");
let detector = null;
let stream = null;

// The browser's own names of what went wrong, and our sentence for each; anything else is "failed".
const PROBLEMS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing" };

async function prepare() {
  if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
  const known = await BarcodeDetector.getSupportedFormats();
  const formats = FORMATS.filter((each) => known.includes(each));
  if (!formats.length) return;
  detector = new BarcodeDetector({ formats });
  document.documentElement.dataset.cameraReads = "";
}

function tell(what) {
  words.textContent = dialog.dataset[what];
  dialog.dataset.state = what;
}

async function open() {
  tell("starting");
  dialog.showModal();
  try {
    const given = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (!dialog.open) return end(given); // closed while the browser asked
    stream = given;
    video.srcObject = stream;
    await video.play();
    tell("looking");
    look();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (dialog.open) tell(PROBLEMS[error.name] ?? "failed");
  }
  return undefined;
}

async function look() {
  if (!stream) return;
  let found = null;
  try {
    [found] = await detector.detect(video);
  } catch (error) {
    if (stream) throw error; // otherwise the picture went away while it was looked at
  }
  if (!stream) return;
  if (!found) {
    setTimeout(look, LOOK_EVERY_MS);
    return;
  }
  navigator.vibrate?.(BUZZ_MS);
  dialog.close();
  document.dispatchEvent(new CustomEvent("ui:scan", { detail: { code: found.rawValue } }));
}

function end(given) {
  for (const track of given?.getTracks() ?? []) track.stop();
}

function stop() {
  end(stream);
  stream = null;
  video.srcObject = null;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-camera]")) open();
});
dialog.addEventListener("close", stop);
addEventListener("pagehide", stop);
prepare();
