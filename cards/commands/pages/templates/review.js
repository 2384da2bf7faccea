// ---- review: what is decided of each card; `review.cards` go with `cards` ----

const review = JSON.parse(element("review").textContent);
const NAMES = { keep: t("Keep"), drop: t("Drop"), correct: t("Correct"), add: t("Add") };
const LEVELS = ["重点", "拓展"];
const ACTS = ["keep", "drop", ...LEVELS];
const STORE = `juyao ${review.files.join(" ")}`;
const EVERY = 1500; // milliseconds between two looks at what others decided

let { state } = review;
let undone = []; // what was so before each decision, the latest last
let article = ""; // the article whose text is shown
let saving = Promise.resolve();
let editing = null; // what the editor is open for: "correct" or "add"

const named = (entry) => NAMES[entry.do] ?? entry.do;
const currently = () => found[at]; // the index of the card that is shown
const decisionOn = (index) => state.decisions[review.cards[index].id];
const isOpen = (index) => !decisionOn(index) || Boolean(state.again[review.cards[index].id]);

// ---- cards that are corrected or added ----

review.cards.forEach((card, index) => Object.assign(card, { base: index, nth: nth(card, index) }));
const plain = review.cards.map((card, index) => ({ front: cards[index].front, back: cards[index].back,
  text: cards[index].text, now: card.now }));

function nth(card, index) { // which of its note's cards it is
  let before = 0;
  while (review.cards[index - before - 1]?.id === card.id) before += 1;
  return before;
}

function lay() {
  const there = new Map();
  review.cards.forEach((card, index) => {
    there.set(`${card.id} ${card.nth}`, index);
    const side = state.shown[card.id]?.sides[card.nth];
    const now = side ? { front: side.front, back: side.back, text: side.text, now: state.shown[card.id].now } : plain[index];
    if (now && cards[index].front + cards[index].back !== now.front + now.back) {
      Object.assign(cards[index], { front: now.front, back: now.back, text: now.text, all: undefined });
    }
    if (now) card.now = now.now;
  });
  for (const [id, shown] of Object.entries(state.shown)) {
    shown.sides.forEach((side, each) => {
      if (!there.has(`${id} ${each}`)) appear(id, shown, each, there.get(`${id} 0`));
    });
  }
}

function appear(id, shown, each, base) { // another card of a corrected note (the first is at `base`), or an added one
  const first = review.cards[base];
  const index = cards.push({ ...shown.sides[each], ...(first && { level: cards[base].level }) }) - 1;
  const own = first ?? { id, issue: shown.issue, number: shown.number, rule: "", title: t("Added by hand"), worth: null,
    reasons: [], of: state.decisions[id].of, asked: placesOf(shown, state.decisions[id]), added: true };
  review.cards.push({ ...own, now: shown.now, nth: each, base: base ?? index, made: true });
  places[index] = (first ? places[base] ?? base : behind(shown)) + each / 1000;
}

function behind(shown) { // where an added card stands
  const before = review.cards.slice(0, plain.length).map(({ id }) => id).lastIndexOf(shown.behind);
  return before < 0 ? review.cards.findIndex((card) => card.issue === shown.issue) - 0.5 : before + 0.5;
}

function placesOf(shown, entry) {
  const words = entry.of.replace(/[【】]/g, "");
  const text = review.issues[shown.issue].articles.find((each) => each.number === shown.number)?.paragraphs ?? [];
  const paragraph = text.findIndex(([, line]) => line.includes(words));
  if (paragraph < 0) return [];
  const start = text[paragraph][1].indexOf(words);
  return [[shown.number, paragraph, start, start + words.length]];
}

function gone(index) { // whether what is decided leaves no such card
  const shown = state.shown[review.cards[index].id];
  return shown ? !shown.sides[review.cards[index].nth] : Boolean(review.cards[index].made);
}

// ---- deciding ----

function entryFor(index, what) {
  const card = review.cards[index];
  const judged = state.again[card.id] ? undefined : decisionOn(index)?.of; // what waits is judged as it is now
  return { issue: card.issue, id: card.id, of: judged ?? card.of, ...what };
}

function before(entry) {
  const there = state.decisions[entry.id];
  return there ? { ...there, issue: entry.issue } : { issue: entry.issue, id: entry.id, do: null };
}

function decide(entries) {
  const last = { entries: entries.map(before), card: review.cards[currently()]?.id };
  return send(entries).then((done) => {
    if (done) undone.push(last);
    remember();
    return done;
  });
}

function send(entries) { // whether it was written
  problem("");
  saving = saving.then(() => (review.address ? post(entries) : keep(entries))).then(() => true, async (error) => {
    problem(error.message === "Failed to fetch" ? t("Not saved: juyao has ended; run juyao review again") : error.message);
    await look(true);
    return false;
  });
  return saving;
}

async function post(entries) {
  const answer = await fetch(`${review.address}decide`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(entries) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.problem ?? t("Not saved"));
  take(told);
}

function keep(entries) { // a page without a server keeps decisions itself
  const decisions = { ...state.decisions };
  for (const { issue, ...entry } of entries) {
    if (entry.do === null) delete decisions[entry.id];
    else decisions[entry.id || `+${entry.of}`] = { ...entry, id: entry.id || "" };
  }
  take({ ...state, decisions, shown: drawn(decisions), strange: strange(decisions), version: `${state.version}+` });
  localStorage.setItem(STORE, JSON.stringify(decisions));
}

function strange(decisions) { // what corrections say that the source does not
  const found = {};
  for (const [id, entry] of Object.entries(decisions).filter(([, each]) => each.do === "correct")) {
    const index = review.cards.findIndex((card) => card.id === id);
    const words = index < 0 ? [] : unlike(review.cards[index], plain[index], entry, review.worth);
    if (words.length) found[id] = t("the source does not say {0}; the card is as you want it", words.map((each) => `“${each}”`).join(", "));
  }
  return found;
}

function take(told) {
  state = told;
  lay();
  const shown = review.cards[currently()]?.id;
  filter();
  const again = found.findIndex((index) => review.cards[index].id === shown);
  if (again >= 0 && again !== at) show(again);
}

async function look(now = false) { // what another tab, or an editor, did to the files
  if (!review.address || document.hidden && !now) return;
  try {
    const told = await (await fetch(`${review.address}state/${state.version}`)).json();
    if (told.version !== state.version && told.decisions && !editing) take(told);
  } catch { /* the server has ended; the next decision says so */ }
}

function act(what) {
  const index = currently();
  if (index === undefined) return;
  const wanted = element("together").checked ? alike(index) : [index];
  element("together").checked = false;
  const id = review.cards[index].id;
  decide(unique(wanted.map((each) => meant(each, what)))).then((done) => {
    if (done && wanted.length === 1 && review.cards[currently()]?.id === id) step(id);
  });
}

function meant(index, what) { // what a key says of a card: a correction or an addition stays unless the card is dropped
  const card = review.cards[index];
  const entry = decisionOn(index);
  if (card.added && what === "drop") return { issue: card.issue, id: card.id, do: null };
  if (what !== "drop" && ["correct", "add"].includes(entry?.do) && !state.again[card.id]) {
    return { ...entry, issue: card.issue, level: LEVELS.includes(what) ? what : entry.level };
  }
  return { ...entryFor(index, { do: what }), why: entry?.why };
}

function step(id) { // past all cards of the note
  let place = at;
  while (place + 1 < found.length && review.cards[found[place]].id === id) place += 1;
  show(place);
}

const unique = (entries) => [...new Map(entries.map((entry) => [`${entry.issue} ${entry.id}`, entry])).values()];

function alike(index) {
  const { issue, number, rule } = review.cards[index];
  return review.cards.flatMap((card, each) => (card.issue === issue && card.number === number && card.rule === rule
    && cards[each].level !== review.spare && !gone(each) ? [each] : []));
}

function together(what) {
  element("together").checked = true;
  act(what);
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  send(last.entries).then((done) => {
    if (!done) undone.push(last);
    remember();
    const place = found.findIndex((index) => review.cards[index].id === last.card);
    if (place >= 0) show(place);
  });
}

function nextOpen() {
  const places = [...found.keys()];
  const place = [...places.slice(at + 1), ...places.slice(0, at)].find((each) => isOpen(found[each]));
  if (place === undefined) problem(t("All are decided"));
  else show(place);
}

const remember = () => sessionStorage.setItem(STORE, JSON.stringify(undone));

// ---- the editor ----

function edit(what, from) {
  editing = what;
  const adding = what === "add";
  element("editing").textContent = adding ? t("Add: {0}", from.title)
    : from.now.topic ? t("Correct {0} (a list: its title, cue and mnemonic)", from.id) : t("Correct {0}", from.id);
  problem("");
  document.body.classList.add("editing");
  element("kind-of").hidden = !adding;
  element("asks").textContent = !adding && from.now.topic ? t("Title") : t("Question (what is asked in 【】)");
  element("question").value = adding ? from.of : from.now.topic || from.now.question;
  element("cue").value = from.now?.cue ?? "";
  element("mnemonic").value = from.now?.mnemonic ?? "";
  element("reason").value = from.entry?.why ?? "";
  if (adding) element("new-kind").value = from.entry?.kind ?? review.usual;
  element("hide").hidden = !adding && Boolean(from.now.topic);
  element("editor").from = from;
  element("editor").hidden = false;
  element("question").focus();
}

function close() {
  editing = null;
  problem("");
  document.body.classList.remove("editing");
  element("editor").hidden = true;
  document.activeElement?.blur();
}

function correct() {
  const index = currently();
  if (index === undefined) return;
  const card = review.cards[index];
  const entry = decisionOn(index);
  if (!card.added) edit("correct", { ...card, index, entry });
  else if (entry?.do === "add") edit("add", { ...card, entry, of: entry.of, title: t("what is asked stands in 【】; you may change it") });
}

function add() {
  const chosen = getSelection();
  const inside = chosen.anchorNode && element("text").contains(chosen.anchorNode) && element("text").contains(chosen.focusNode);
  const paragraph = chosen.anchorNode?.parentElement?.closest("#text p");
  if (!inside || !chosen.toString().trim() || !paragraph?.contains(chosen.focusNode)) {
    problem(t("First select words of the text below, within one paragraph, then press A"));
    return;
  }
  const [start, end] = bounds(chosen.getRangeAt(0), paragraph);
  const text = paragraph.textContent;
  const first = Math.max(...["。", "！", "？", "；"].map((stop) => text.lastIndexOf(stop, start - 1))) + 1;
  const stops = ["。", "！", "？", "；"].map((stop) => text.indexOf(stop, end - 1)).filter((stop) => stop >= 0);
  const last = stops.length ? Math.min(...stops) + 1 : text.length;
  const part = start > first || end < last - 1; // of a sentence: that is what is asked
  const of = part ? `${text.slice(first, start)}【${text.slice(start, end)}】${text.slice(end, last)}` : text.slice(start, end);
  const [issue, number] = article.split(" ").map(Number);
  edit("add", { issue, number, of: of.trim(), title: part ? t("what is asked stands in 【】; you may change it") : t("put what is asked into 【】") });
}

function bounds(range, paragraph) { // where a selection begins and ends in its paragraph's text
  const to = document.createRange();
  to.setStart(paragraph, 0);
  to.setEnd(range.startContainer, range.startOffset);
  const start = to.toString().length;
  return [start, start + range.toString().length];
}

function hide() {
  const field = element("question");
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (start === end) return;
  field.value = `${value.slice(0, start)}【${value.slice(start, end)}】${value.slice(end)}`;
  field.focus();
}

function save(event) {
  event?.preventDefault();
  const { from } = element("editor");
  const said = { question: element("question").value.trim(), cue: element("cue").value.trim(),
    mnemonic: element("mnemonic").value.trim(), why: element("reason").value.trim() || undefined };
  if (editing === "add") {
    const entry = { issue: from.issue, do: "add", of: said.question, kind: element("new-kind").value, why: said.why,
      cue: said.cue || undefined, mnemonic: said.mnemonic || undefined, level: from.entry?.level };
    if (!/【.+?】/.test(said.question)) return problem(t("Nothing is asked: put 【】 around what is"));
    return added(entry, from);
  }
  const was = plain[from.base].now;
  const changed = { question: said.question !== (was.topic || was.question) ? said.question : undefined,
    cue: said.cue !== was.cue ? said.cue : undefined, mnemonic: said.mnemonic !== was.mnemonic ? said.mnemonic : undefined };
  const is = Object.values(changed).some((value) => value !== undefined) ? { do: "correct", ...changed } : { do: "keep" };
  const level = LEVELS.find((each) => [from.entry?.do, from.entry?.level].includes(each));
  return decide([{ ...entryFor(from.index, is), level, why: said.why, of: from.of }]).then((done) => done && close());
}

function added(entry, from) { // its code is known when it is written; `from` has that of the one whose place it takes
  const was = from.entry ? [{ issue: entry.issue, id: from.id, do: null }] : [];
  const known = new Set(Object.keys(state.decisions).filter((each) => each !== from.id));
  return send([...was, entry]).then((done) => {
    if (!done) return;
    close();
    const id = Object.keys(state.decisions).find((each) => !known.has(each));
    if (!id) return;
    undone.push({ card: from.entry ? from.id : id,
      entries: [{ issue: entry.issue, id, do: null }, ...(from.entry ? [{ ...from.entry, issue: entry.issue }] : [])] });
    remember();
    const place = found.findIndex((index) => review.cards[index].id === id);
    if (place >= 0) show(place);
    else describe(currently());
  });
}

// ---- what is shown ----

function problem(text) {
  element("problem").textContent = text;
  element("problem").hidden = !text;
}

function describe(index) {
  const card = review.cards[index];
  const entry = index === undefined ? undefined : decisionOn(index);
  element("said").hidden = index === undefined;
  const total = new Set(review.cards.filter((_, each) => cards[each].level !== review.spare && !gone(each)).map((each) => each.id));
  const done = [...total].filter((id) => state.decisions[id] && !state.again[id]).length;
  element("progress").textContent = t("{0} of {1} notes decided", done, total.size)
    + (state.faults.length ? t("; the file of decisions has {0} faults, which wait: {1}", state.faults.length, state.faults.join(", ")) : "");
  element("undo").disabled = !undone.length;
  element("download").hidden = Boolean(review.address) || !Object.keys(state.decisions).length;
  if (!card) return;
  element("code").textContent = card.id.startsWith("+") ? "" : card.id; // one that no build gave a code yet
  element("state").textContent = entry ? [named(entry), entry.level, entry.why].filter(Boolean).join(" · ") : t("Open");
  if (entry?.do === "correct" && state.strange?.[card.id]) element("state").textContent += `　${state.strange[card.id]}`;
  if (state.again[card.id]) element("state").textContent += `　${t("To look at again")}: ${state.again[card.id]}`;
  element("why").textContent = [cards[index].kind, t(cards[index].level), card.title && t("rule: {0}", card.title), card.rule && `[${card.rule}]`]
    .filter(Boolean).join("　");
  element("reasons").replaceChildren(...reasons(card).map((said) => {
    const item = document.createElement("li");
    item.textContent = said;
    return item;
  }));
  document.querySelectorAll("[data-do]").forEach((button) => {
    button.setAttribute("aria-pressed", Boolean(entry) && (entry.do === button.dataset.do || entry.level === button.dataset.do));
  });
  element("correct").setAttribute("aria-pressed", entry?.do === "correct");
  const others = new Set(alike(index).map((each) => review.cards[each].id)).size;
  element("alike").textContent = t("all {0} of this rule in this article at once", others);
  element("alike").dataset.count = others;
}

function reasons(card) { // the worth, and what it is the sum of
  if (card.worth === null) return [];
  const rest = card.worth - card.reasons.reduce((sum, [, value]) => sum + value, 0);
  const parts = Math.abs(rest) < 0.005 ? card.reasons : [...card.reasons, [t("the rest"), rest]];
  return [t("worth {0} (0: as many readers want it as don't)", card.worth.toFixed(2)) + (parts.length ? " =" : ""),
    ...parts.map(([name, value]) => `${value > 0 ? "+" : ""}${value.toFixed(2)} ${name}`)];
}

function read(index) { // the article of the card, what is asked marked in it
  const card = review.cards[index];
  if (!card) return;
  if (editing === "correct" && element("editor").from.id !== card.id) close();
  const name = `${card.issue} ${card.number}`;
  const text = review.issues[card.issue].articles.find((each) => each.number === card.number);
  if (!text) return;
  if (article !== name || element("text").dataset.version !== state.version + cards.length) {
    article = name;
    element("text").dataset.version = state.version + cards.length;
    element("text-title").textContent = text.title;
    element("text").replaceChildren(...text.paragraphs.map(([role, line], at) => paragraphOf(card.issue, card.number, at, role, line)));
  }
  element("text").querySelectorAll("mark.now").forEach((mark) => mark.classList.remove("now"));
  const here = [...element("text").querySelectorAll("mark")].filter((mark) => mark.dataset.cards.split(" ").includes(card.id));
  here.forEach((mark) => mark.classList.add("now"));
  bring(here[0]);
}

function bring(mark) { // into the middle of the text, where that scrolls by itself; the card stays in sight
  const text = element("text");
  if (!mark || text.scrollHeight <= text.clientHeight) return;
  const [inside, around] = [mark.getBoundingClientRect(), text.getBoundingClientRect()];
  text.scrollTop += inside.top - around.top - (text.clientHeight - inside.height) / 2;
}

function paragraphOf(issue, number, at, role, line) {
  const paragraph = document.createElement("p");
  paragraph.className = role;
  const asked = review.cards.flatMap((card, index) => (card.issue !== issue || card.number !== number || cards[index].level === review.spare || gone(index) ? []
    : card.asked.filter(([where, place]) => where === number && place === at).map(([, , start, end]) => ({ id: card.id, start, end, index }))));
  const edges = [...new Set([0, line.length, ...asked.flatMap(({ start, end }) => [start, end])])].sort((one, other) => one - other);
  edges.slice(0, -1).forEach((start, each) => {
    const over = asked.filter((stretch) => stretch.start <= start && start < stretch.end);
    const part = document.createElement(over.length ? "mark" : "span");
    part.textContent = line.slice(start, edges[each + 1]);
    if (over.length) {
      part.dataset.cards = over.map(({ id }) => id).join(" ");
      part.classList.toggle("dropped", over.every(({ index }) => decisionOn(index)?.do === "drop"));
    }
    paragraph.append(part);
  });
  return paragraph;
}

function goTo(event) { // from the text to its card
  const mark = event.target.closest("mark");
  if (!mark || getSelection().toString()) return;
  const ids = mark.dataset.cards.split(" ");
  const here = ids.indexOf(review.cards[currently()]?.id);
  const wanted = ids[(here + 1) % ids.length];
  const place = found.findIndex((index) => review.cards[index].id === wanted);
  if (place >= 0) show(place);
}

// ---- the file, for a page without a server ----

const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;

function yaml() {
  const order = new Map(review.cards.map((card, index) => [card.id, index]));
  const entries = Object.values(state.decisions).sort((one, other) => (order.get(one.id) ?? 1e9) - (order.get(other.id) ?? 1e9));
  return entries.map((entry) => {
    const lines = ["id", "of", "do", "level", "question", "hide", "cue", "mnemonic", "kind", "why"]
      .filter((name) => entry[name] !== undefined && (name !== "id" || entry.id))
      .map((name) => `${name}: ${Array.isArray(entry[name]) ? `[${entry[name].map(quoted).join(", ")}]` : quoted(entry[name])}`);
    return lines.map((line, each) => `${each ? "  " : "- "}${line}\n`).join("");
  }).join("");
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" }));
  link.download = review.files[0];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// ---- filters, keys ----

const ways = {
  open: isOpen, done: (index) => !isOpen(index), drop: (index) => decisionOn(index)?.do === "drop",
  correct: (index) => decisionOn(index)?.do === "correct", add: (index) => decisionOn(index)?.do === "add",
  again: (index) => Boolean(state.again[review.cards[index].id]),
};
filters.decided = element("decided");
filters.rule = element("rule");
also.push((index) => !gone(index), (index) => filters.level.value || cards[index].level !== review.spare || decisionOn(index),
  (index) => !filters.decided.value || ways[filters.decided.value](index),
  (index) => !filters.rule.value || review.cards[index].rule === filters.rule.value);
marks.push((item, index) => {
  const entry = decisionOn(index);
  if (entry) item.dataset.done = state.again[review.cards[index].id] ? t("To look at again") : named(entry);
});
shows.push(describe, read);
Object.assign(keys, {
  j: next, k: previous, e: correct, a: add, u: undo, n: nextOpen, f: () => { index(true); filters.decided.focus(); },
  Escape: () => { close(); index(false); },
});
ACTS.forEach((what, each) => {
  keys[each + 1] = () => act(what);
  keys[`Shift${each + 1}`] = () => together(what);
});

const rules = new Map(review.cards.filter((card) => card.rule).map((card) => [card.rule, card.title]));
for (const [rule, title] of [...rules].sort()) {
  const option = document.createElement("option");
  option.value = rule;
  option.textContent = `${title || ""} ${rule}`.trim();
  filters.rule.append(option);
}
review.kinds.forEach((kind) => {
  const option = document.createElement("option");
  option.textContent = kind;
  option.selected = kind === review.usual;
  element("new-kind").append(option);
});
document.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => act(button.dataset.do)));
Object.entries({ correct, add, undo, hide, save: download, cancel: close, close: () => index(false), "open-next": nextOpen }).forEach(([id, action]) => {
  element(id).addEventListener("click", action);
});
element("add").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
element("editor").addEventListener("submit", save);
element("editor").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event);
  if (event.key === "Escape") close();
});
element("text").addEventListener("click", goTo);
undone = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
if (!review.address && localStorage.getItem(STORE)) state = { ...state, decisions: { ...state.decisions, ...JSON.parse(localStorage.getItem(STORE)) } };
if (!review.address) state = { ...state, shown: drawn(state.decisions), strange: strange(state.decisions) };
lay();
if (review.address) setInterval(look, EVERY);
