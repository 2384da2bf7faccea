"use strict";

const element = (id) => document.getElementById(id);
const words = JSON.parse(element("words").textContent); // what is said, in the reader's language
const t = (text, ...values) => (words[text] ?? text).replace(/\{(\d)\}/g, (_, place) => values[place]);
const cards = JSON.parse(element("cards").textContent); // those that somebody adds come behind
const faces = JSON.parse(element("faces").textContent);
const phones = { front: element("front"), back: element("back") };
const filters = { kind: element("kind"), level: element("level"), article: element("article"), search: element("search") };

const NAMED = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " " };

const also = []; // further filters: whether the card of an index passes
const marks = []; // told of each item of the list, with the index of its card
const shows = []; // told the index of the card that is shown, undefined for none
const places = []; // where the card of an index stands, of those that do not stand where they come

const PART = 50; // items of the list that are laid out together, as they come into view
const HEIGHT = 58; // pixels of one, about

let found = []; // the cards that pass the filters, as indices into `cards`
let items = []; // of the list, one for each of them
let at = 0; // the place in `found` of the card shown
let side = "front";

// ---- which cards ----

function textOf(card) {
  card.all ??= (card.front + card.back).replace(/<[^>]*>/g, "").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (name) => NAMED[name]).toLowerCase(); // much faster than parsing the HTML
  return card.all;
}

function passes(card, index) {
  return also.every((test) => test(index)) && (!filters.kind.value || card.kind === filters.kind.value)
    && (!filters.level.value || card.level === filters.level.value)
    && (!filters.article.value || `${card.issue}::${card.article}` === filters.article.value)
    && (!filters.search.value.trim() || textOf(card).includes(filters.search.value.trim().toLowerCase()));
}

function filter() {
  const before = found[at];
  found = cards.flatMap((card, index) => (passes(card, index) ? [index] : []));
  if (places.length) found.sort((one, other) => (places[one] ?? one) - (places[other] ?? other));
  items = found.map((index, place) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.textContent = cards[index].text;
    button.dataset.place = place;
    item.append(button);
    marks.forEach((mark) => mark(item, index));
    return item;
  });
  element("list").replaceChildren(...parts());
  element("count").textContent = found.length === cards.length ? t("{0} cards", cards.length) : t("{0} of {1} cards", found.length, cards.length);
  show(Math.max(0, found.indexOf(before)));
}

function parts() { // the list in parts: two thousand items at once take a second to lay out on a phone
  return Array.from({ length: Math.ceil(items.length / PART) }, (_, each) => {
    const part = document.createElement("ol");
    const inside = items.slice(each * PART, (each + 1) * PART);
    part.start = each * PART + 1;
    part.style.containIntrinsicSize = `auto ${inside.length * HEIGHT}px`;
    part.append(...inside);
    return part;
  });
}

// ---- one card ----

function show(place) {
  items[at]?.removeAttribute("aria-current");
  at = Math.min(Math.max(place, 0), Math.max(found.length - 1, 0));
  const card = cards[found[at]];
  element("stage").classList.toggle("empty", !card);
  element("nothing").hidden = Boolean(card);
  element("place").textContent = card ? `${at + 1} / ${found.length}` : "0 / 0";
  element("previous").disabled = at === 0;
  element("next").disabled = at >= found.length - 1;
  shows.forEach((tell) => tell(found[at]));
  if (!card) return;
  for (const [name, phone] of Object.entries(phones)) {
    const page = phone.contentDocument;
    page.getElementById("face").textContent = faces[card.css];
    page.getElementById("content").innerHTML = card[name]; // the page's policy lets no script of a card run
    page.documentElement.scrollTop = 0;
  }
  turn("front");
  const item = items[at];
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
}

function turn(to) {
  side = to;
  element("stage").classList.toggle("front", side === "front");
  element("stage").classList.toggle("back", side === "back");
}

const flip = () => turn(side === "front" ? "back" : "front");
const next = () => show(at + 1);
const previous = () => show(at - 1);

// ---- switches ----

function night(on) {
  document.documentElement.classList.toggle("night", on);
  element("night").setAttribute("aria-pressed", on);
  for (const phone of Object.values(phones)) {
    phone.contentDocument.body.className = `card card1${on ? " nightMode night_mode" : ""}`;
  }
}

function pair(on) {
  element("stage").classList.toggle("pair", on);
  element("pair").setAttribute("aria-pressed", on);
  element("flip").disabled = on;
}

function index(open) {
  element("index").classList.toggle("open", open);
  element("open").setAttribute("aria-expanded", open);
}

const switched = (id) => element(id).getAttribute("aria-pressed") !== "true";

// ---- keyboard, mouse, touch ----

const keys = {
  ArrowRight: next, ArrowLeft: previous, ArrowDown: next, ArrowUp: previous, " ": flip, Enter: flip,
  n: () => night(switched("night")), b: () => pair(switched("pair")), "/": () => filters.search.focus(),
  Escape: () => index(false),
};

function isTaken(event) { // whether a field has use for the key: of a choice or a tick, one that moves or turns it
  if (event.target.closest("select, [type=checkbox]")) return event.key !== "Escape" && (event.key.length > 1 || event.key === " ");
  return event.target.closest("input, textarea") && event.key !== "Escape";
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTaken(event)) return;
  if (event.target.closest("button, summary, a") && [" ", "Enter"].includes(event.key)) return;
  const digit = event.shiftKey && /^Digit\d$/.test(event.code) ? `Shift${event.code.at(-1)}` : "";
  const action = keys[digit || (event.key.length === 1 ? event.key.toLowerCase() : event.key)];
  if (!action) return;
  event.preventDefault();
  action();
}

function tapped(event) {
  const hint = event.target.closest("a.hint");
  if (event.target.closest("a")) event.preventDefault();
  if (hint) {
    hint.hidden = true;
    hint.style.display = "none";
    hint.nextElementSibling.hidden = false;
  } else if (!event.target.closest("a, summary") && !event.view.getSelection().toString()) {
    flip();
  }
}

function listen(page) {
  let start = null;
  page.addEventListener("keydown", pressed);
  page.addEventListener("click", tapped);
  page.addEventListener("touchstart", (event) => { start = event.changedTouches[0]; }, { passive: true });
  page.addEventListener("touchend", (event) => {
    const across = event.changedTouches[0].clientX - start.clientX;
    const down = event.changedTouches[0].clientY - start.clientY;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) (across < 0 ? next : previous)();
  }, { passive: true });
}

addEventListener("load", () => {
  Object.values(phones).forEach((phone) => listen(phone.contentDocument));
  addEventListener("keydown", pressed);
  Object.values(filters).forEach((filterer) => filterer.addEventListener("input", filter));
  element("list").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) show(Number(button.dataset.place));
    if (button) index(false);
  });
  Object.entries({ flip, next, previous }).forEach(([id, action]) => element(id).addEventListener("click", action));
  element("night").addEventListener("click", () => night(switched("night")));
  element("pair").addEventListener("click", () => pair(switched("pair")));
  element("open").addEventListener("click", () => index(element("open").getAttribute("aria-expanded") !== "true"));
  night(matchMedia("(prefers-color-scheme: dark)").matches);
  filter();
});
