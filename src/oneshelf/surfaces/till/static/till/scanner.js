// Barcode scanners are keyboards that type fast and end with Enter. They work wherever the focus is: what they typed
// into a field is taken out of it again. Calls `scanned(code)`.
const SHORTEST = 4;
const SHORTEST_IN_FIELD = 8; // an amount or a weight, typed fast, is no barcode: the shortest of those has eight digits
const LONGEST_PAUSE_MS = 150; // between two keys of one scan
const FAST_MS = 60; // on average; people who type need twice that

export function listen(scanned) {
  let keys = "", begun = 0, last = 0, field = null, before = "";

  const forget = () => { keys = ""; field = null; };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > LONGEST_PAUSE_MS) forget();
    if (event.key === "Enter") {
      const isScan = keys.length >= (field ? SHORTEST_IN_FIELD : SHORTEST) && (last - begun) / (keys.length - 1) <= FAST_MS;
      const code = keys, typedInto = field, value = before;
      forget();
      if (!isScan || typedInto?.type === "password") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (typedInto) {
        typedInto.value = value;
        typedInto.dispatchEvent(new Event("input", { bubbles: true }));
      }
      scanned(code.trim());
      return;
    }
    if (event.key.length !== 1) return;
    if (!keys) {
      const focused = document.activeElement;
      begun = event.timeStamp;
      field = focused instanceof HTMLInputElement && focused.type !== "radio" ? focused : null;
      before = field?.value ?? "";
    }
    else if (event.key === " " && !field) event.preventDefault(); // amid a scan it would press the focused button
    keys += event.key;
    last = event.timeStamp;
  }, true);
}
