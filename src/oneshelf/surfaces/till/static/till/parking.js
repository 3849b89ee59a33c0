// Putting the basket aside, and going on with one that waits in this store.
import { asSent, basket, clear, resume } from "./basket.js";
import { newKey } from "./pay.js";
import { look, post, Refused, say, sayRefused, words } from "./server.js";

const dialog = document.getElementById("parking"), list = document.getElementById("parked");
const form = dialog.querySelector("[data-park-form]"), label = document.getElementById("park-label");
let unsure = null; // { key, body } of a basket that nobody has said is parked

export const close = () => dialog.close();

const offer = () => {
  form.hidden = !basket.lines.length || !navigator.onLine;
  dialog.querySelector("[data-parking-later]").hidden = form.hidden || !basket.later;
};
document.addEventListener("till:drawn", offer); // a basket that was on its way when the dialog opened

export function open() {
  const online = navigator.onLine;
  dialog.querySelector("[data-parking-offline]").hidden = online;
  offer();
  list.replaceChildren();
  label.value = "";
  dialog.showModal();
  if (!form.hidden) label.focus();
  if (online) show();
}

async function show() {
  try {
    list.innerHTML = await look("/till/parked/");
  } catch (error) {
    sayRefused(error);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!basket.lines.length) return say(words.nothing_to_park, "warn");
  const lines = basket.lines.map(asSent);
  const body = JSON.stringify({ lines, label: label.value, customer: basket.customer, cart: basket.cart, coupons: basket.coupons });
  const sent = unsure?.body === body ? unsure : { key: newKey(), body };
  try {
    const answer = await post("/till/parked/new/", body, { "Idempotency-Key": sent.key });
    unsure = null;
    form.hidden = true;
    list.innerHTML = answer.html;
    return await clear({ withUndo: false });
  } catch (error) {
    unsure = error instanceof Refused && !error.answered ? sent : null;
    return sayRefused(error);
  }
});

list.addEventListener("click", async (event) => {
  const { resume: cart, parkedCode } = event.target.closest("[data-resume], [data-parked-code]")?.dataset ?? {};
  if (cart) {
    dialog.close();
    await resume(cart);
  } else if (parkedCode) {
    try {
      list.innerHTML = (await post("/till/parked/code/", JSON.stringify({ cart: parkedCode }))).html;
    } catch (error) {
      sayRefused(error);
    }
  }
});
