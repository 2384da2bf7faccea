// ---- a card that somebody corrected or added, as a page without juyao behind it shows it ----

function drawn(decisions) { // the cards of `decisions`, by code
  const found = {};
  for (const [id, entry] of Object.entries(decisions)) {
    const before = review.state.decisions[id];
    const shown = before && JSON.stringify(before) === JSON.stringify(entry) ? review.state.shown[id] : redrawn(id, entry);
    if (shown) found[id] = shown;
  }
  return found;
}

function redrawn(id, entry) {
  if (entry.do === "add") return newly(entry);
  const first = plain.findIndex((_, index) => review.cards[index].id === id);
  if (entry.do !== "correct" || first < 0) return undefined;
  const card = review.cards[first];
  const was = plain[first].now;
  const now = { ...was, cue: entry.cue ?? was.cue, mnemonic: entry.mnemonic ?? was.mnemonic,
    [was.topic ? "topic" : "question"]: entry.question ?? (was.topic || was.question) };
  const asked = was.topic || entry.question === undefined ? null : blanks(now.question, card.apart);
  const own = plain.filter((_, index) => review.cards[index].id === id);
  const count = asked ? asked.count : own.length;
  return { now, issue: card.issue, number: card.number,
    sides: Array.from({ length: count }, (_, each) => sideOf({ ...cards[first], ...(own[each] ?? own[0]) }, now, asked, each + 1)) };
}

function newly(entry) {
  const words = entry.of.replace(/[【】]/g, "");
  const at = review.issues.flatMap(({ articles }, issue) => articles.flatMap(({ number, paragraphs }) => paragraphs.flatMap(
    ([, text], place) => (text.includes(words) ? [{ issue, number, place, start: text.indexOf(words) }] : []))))[0];
  if (!at) return undefined;
  const near = [...plain.keys()].filter((index) => review.cards[index].issue === at.issue && review.cards[index].number === at.number);
  const before = near.filter((index) => review.cards[index].asked.some(([article, place, start]) => article === at.number
    && (place < at.place || (place === at.place && start <= at.start))));
  const like = near.find((index) => cards[index].kind === entry.kind) ?? near[0] ?? 0;
  const now = { question: entry.of, cue: entry.cue ?? "", mnemonic: entry.mnemonic ?? "", topic: "" };
  const asked = blanks(entry.of, review.apart.includes(entry.kind));
  const base = { ...cards[like], ...plain[like], kind: entry.kind };
  return { now, issue: at.issue, number: at.number, behind: before.length ? review.cards[before.at(-1)].id : "",
    sides: Array.from({ length: asked.count }, (_, each) => sideOf(base, now, asked, each + 1, true)) };
}

function blanks(question, apart) { // its parts, each with the number of the card that asks for it, 0 for none
  const numbers = new Map();
  const parts = question.split(/(【[^【】]*】)/).map((part) => {
    if (!/^【.*】$/.test(part)) return [part, 0];
    const words = part.slice(1, -1);
    if (!numbers.has(words)) numbers.set(words, apart ? numbers.size + 1 : 1);
    return [words, numbers.get(words)];
  });
  return { parts, count: Math.max(1, ...numbers.values()) };
}

function sideOf(card, now, asked, number, added = false) {
  const text = asked ? asked.parts.map(([words, each]) => (each === number ? "＿＿" : words)).join("") : card.text;
  return { ...card, text: now.topic ? now.topic : text, all: undefined,
    front: repainted(card.front, now, asked, number, true, added), back: repainted(card.back, now, asked, number, false, added) };
}

function repainted(html, now, asked, number, front, added) { // one side of a card with other words in it
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const text = body.querySelector(".text");
  if (!text) return html; // a face of somebody's own
  const inner = text.querySelector(":scope > .jy") ?? text;
  if (now.topic && inner.querySelector(".topic")) inner.querySelector(".topic").textContent = now.topic;
  if (asked) inner.replaceChildren(...asked.parts.map(([words, each]) => (each === number ? piece("span", "cloze", front ? "[...]" : words) : words)));
  body.querySelectorAll(added ? ".cue, .mnemonic, .context, .foot" : ".cue, .mnemonic").forEach((part) => part.remove());
  if (now.cue) text.before(piece("div", "cue", now.cue));
  if (now.mnemonic && !front) text.after(piece("div", "mnemonic", now.mnemonic));
  return body.innerHTML;
}

function piece(name, kind, text) {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}
