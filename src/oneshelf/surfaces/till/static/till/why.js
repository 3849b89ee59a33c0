// Why the basket costs what it costs: what each rule took off each line, taxes and rounding, and why the other rules did
// not apply. This till's own kernel works it out, so that the answer is the same with the connection and without it.
import { basket } from "./basket.js";
import { explained, shown } from "./own.js";
import { fill, words } from "./server.js";

const dialog = document.getElementById("why"), note = dialog.querySelector("[data-why-note]");
const told = dialog.querySelector("[data-why-told]"), far = dialog.querySelector("[data-why-far]");
const part = (name) => dialog.querySelector(`[data-why="${name}"]`);
const rate = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 4 });

const MINOR = new Set(["too_little", "too_much"]); // these reasons speak of money, the others of pieces
const FAR = new Set(["needs_coupon", "nothing_matches"]); // why most promotions are none of a basket's

export const close = () => dialog.close();

export function open() {
  far.open = false;
  draw();
  if (!dialog.open) dialog.showModal();
}

function draw() {
  const found = basket.lines.length ? explained() : null;
  told.hidden = !found;
  note.textContent = found ? noteOn(found) : missing(found);
  note.hidden = !note.textContent;
  if (found) tell(found);
}

function missing(found) {
  if (!basket.lines.length) return words.why_empty;
  return found === null ? words.why_later : words.why_no_rules;
}

function noteOn({ differs, priced }) {
  if (differs) return fill(words.why_other, { total: shown(priced.total) });
  return navigator.onLine ? "" : words.why_offline;
}

function tell({ asked, priced, rules }) {
  const isInclusive = asked.taxes?.inclusive ?? true, keys = asked.lines.map(({ key }) => key);
  const rows = priced.lines.map((line) => lineRow(line, basket.lines[keys.indexOf(line.keys[0])]?.key, isInclusive));
  part("lines").replaceChildren(...rows);
  part("total").textContent = shown(priced.total);
  const verdicts = (priced.verdicts ?? []).map((each) => ({ off: 0, ...each }));
  const applied = verdicts.filter(({ why }) => why === "applied").sort((one, other) => other.off - one.off);
  const others = verdicts.filter(({ why }) => why !== "applied" && !FAR.has(why));
  const distant = verdicts.filter(({ why }) => FAR.has(why));
  list("applied", applied.map((each) => row(named(rules, each.rule), less(each.off))), words.why_none_applied);
  list("others", others.map((each) => refusedRow(each, rules)), distant.length ? "" : words.why_none_other);
  list("far", distant.map((each) => refusedRow(each, rules)), "");
  part("count").textContent = distant.length;
  far.hidden = !distant.length;
  list("taxes", taxRows("li", priced.bands, bandRow), "");
  part("rounding").textContent = roundingOf(priced, isInclusive).join(" ");
}

function lineRow(line, key, isInclusive) {
  const drawn = document.querySelector(`#part-lines [data-line="${CSS.escape(key ?? "")}"]`);
  const count = drawn?.querySelector(".till-line-price")?.textContent.trim() ?? "";
  const rows = [
    pair("div", data("strong", drawn?.dataset.title ?? ""), make("strong", shown(line.amount))),
    pair("div", make("span", line.keys.length > 1 ? words.why_listed : `${words.why_listed} · ${count}`), make("span", shown(line.base))),
    ...(line.off ?? []).map((each) => pair("div", offOf(each), less(each.minor))),
    ...taxRows("div", line.taxes, (each) => pair("div", taxOf(each, isInclusive), make("span", shown(each.minor)))),
  ];
  for (const each of rows.slice(1)) each.classList.add("till-why-small");
  return make("li", ...rows);
}

function offOf({ rule, label, version }) {
  if (!rule) return make("span", words.why_untaxed);
  return make("span", data("span", label), ` ${fill(words.why_version, { number: version })}`);
}

// Rates of nothing that took nothing are left out; where there is nothing else, that is said once.
function taxRows(tag, taxes, rowOf) {
  const telling = (taxes ?? []).filter(({ ppm, minor, tax }) => ppm || minor || tax);
  if (telling.length || !taxes?.length) return telling.map(rowOf);
  return [pair(tag, make("span", words.why_no_tax), make("span", shown(0)))];
}

function taxOf({ code, ppm }, isInclusive) {
  const word = isInclusive ? words.why_in_it : words.why_on_top;
  return make("span", `${word}: `, data("span", code), ` ${rate.format(ppm / 1e6)}`);
}

function bandRow({ code, ppm, taxable, tax }) {
  const of = fill(words.why_tax, { rate: rate.format(ppm / 1e6), taxable: shown(taxable) });
  return row(make("span", data("span", code), ` ${of}`), make("span", shown(tax)));
}

function refusedRow(verdict, rules) {
  const { why, has = 0, wants = 0, by = [] } = verdict;
  const values = MINOR.has(why) ? { has: shown(has), wants: shown(wants) } : { has, wants };
  const reason = make("p", fill(words[`why_${why}`], values));
  reason.className = "till-why-small";
  for (const rule of by) reason.append(" ", data("strong", rules.get(rule)?.rule.label ?? ""));
  return make("li", named(rules, verdict.rule), reason);
}

function named(rules, id) {
  const rule = rules.get(id)?.rule;
  if (!rule) return make("span", words.why_unnamed);
  const version = make("span", fill(words.why_version, { number: rule.version }));
  version.className = "till-why-small";
  return make("span", data("span", rule.label), " ", version);
}

function roundingOf({ treatment = "charged", rounding = {}, bands = [], exact = true }, isInclusive) {
  const said = [];
  if (treatment !== "charged") said.push(words[`why_${treatment}`]);
  else if (bands.length) said.push(isInclusive ? words.why_inclusive : words.why_added);
  if (bands.length) said.push(rounding.tax === "line" ? words.why_by_line : words.why_by_document);
  said.push(words[`why_${rounding.mode ?? "half_away"}`]);
  if (!exact) said.push(words.why_limit);
  return said;
}

function list(name, rows, nothing) {
  part(name).replaceChildren(...(rows.length || !nothing ? rows : [make("li", nothing)]));
  part(name).hidden = !part(name).childElementCount;
}

function make(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

// What somebody wrote, which no language says otherwise.
function data(tag, text) {
  const made = make(tag, text);
  made.translate = false;
  return made;
}

function pair(tag, ...children) {
  const made = make(tag, ...children);
  made.className = "till-why-row";
  return made;
}

const row = (...children) => pair("li", ...children);
const less = (minor) => make("span", minor ? shown(-minor) : "–");

const redraw = () => { if (dialog.open) draw(); };
document.addEventListener("till:held", redraw);
for (const event of ["online", "offline"]) addEventListener(event, redraw);
