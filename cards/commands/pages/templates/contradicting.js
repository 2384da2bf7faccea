// ---- what a correction says that its source does not, for a page without juyao behind it; as record/contradicting.py ----

const TEN = 10, MYRIAD = 10_000;

function figures(text, worth) { // the numbers in a text, in digits and in Chinese characters, with their values
  const digits = Object.keys(worth).join(""), places = Object.keys(worth).filter((each) => worth[each] >= TEN).join("");
  const figure = new RegExp(`第?(?:(\\d+(?:\\.\\d+)?)(?: ?([${places}]+))?|([${digits}]+))`, "g");
  const plain = text.replace(/(?<=\d)[,，](?=\d{3})/g, "");
  return [...plain.matchAll(figure)].map((match) => {
    const value = match[3] ? ofHan([...match[3]].map((each) => worth[each]))
      : Math.round([...(match[2] ?? "")].reduce((size, each) => size * worth[each], Number(match[1])) * 1e6) / 1e6;
    return { words: match[0], value: value && match[0].startsWith("第") ? -value : value, // 第二 is no 二
      year: plain[match.index + match[0].length] === "年" && value >= 1900 && value < 2100 };
  }).filter(({ value }) => value !== null);
}

function ofHan(worth) {
  if (worth.length === 1) return worth[0] > 1 && worth[0] < TEN ? worth[0] : null; // 一 stands in many words, 万 in many more
  if (Math.max(...worth) < TEN) return Number(worth.join("")); // 二〇二六
  if (Math.min(...worth.slice(1)) >= TEN && worth[0] > TEN) return null; // 千万
  let total = 0, section = 0, digit = 0;
  for (const each of worth) {
    if (each < TEN) digit = each;
    else if (each < MYRIAD) [section, digit] = [section + (digit || 1) * each, 0];
    else if (each > total) [total, section, digit] = [(total + section + digit || 1) * each, 0, 0]; // 三万亿
    else [total, section, digit] = [total + (section + digit || 1) * each, 0, 0];
  }
  return total + section + digit;
}

const heard = (text) => text.normalize("NFKC").replace(/(?<!\d)[^\p{L}\p{N}%‰]+|[^\p{L}\p{N}%‰]+(?!\d)|_+/gu, "") || text.trim();

function unlike(card, made, entry, worth) { // the words that neither the card as rules made it nor its paragraph has
  const question = entry.question ?? made.now.question, cue = entry.cue ?? made.now.cue;
  const there = new Set(card.figures);
  const source = heard(textOf(made));
  const strange = (text) => figures(text, worth).filter(({ value }) => !there.has(value));
  const asked = [...question.matchAll(/【(.+?)】/g)].map(([, words]) => words);
  const answers = asked.filter((answer) => strange(answer).length || (card.answer && !source.includes(heard(answer.toLowerCase()))));
  const told = new Set(asked.flatMap((answer) => figures(answer, worth).map(({ words }) => words)));
  const elsewhere = strange(`${question.replace(/[【】]/g, "")} ${cue}`).filter(({ words, year }) => !year && !told.has(words));
  return [...new Set([...answers, ...elsewhere.map(({ words }) => words)])];
}
