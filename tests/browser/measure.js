// Lay every side of every card out in this page; return what a reader would stumble over, as [card, what] pairs.
(sides) => {
  const content = document.getElementById("content");
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const found = [];

  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
  };
  const luminance = (colour) => colour.slice(0, 3)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const known = new Map();
  const contrast = (colour, ground) => {
    const key = colour + ground;
    if (!known.has(key)) {
      const [light, dark] = [luminance(rgba(colour)), luminance(rgba(ground))].sort((a, b) => b - a);
      known.set(key, (light + 0.05) / (dark + 0.05));
    }
    return known.get(key);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$|transparent/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const judge = (card, element, style, text) => {
    if (parseFloat(style.fontSize) < 16) found.push([card, `${style.fontSize}: ${text}`]);
    const ratio = contrast(style.color, ground(element));
    if (ratio < 4.5) found.push([card, `contrast ${ratio.toFixed(2)}: ${text}`]);
  };

  sides.forEach((side, card) => {
    content.innerHTML = side;
    content.querySelectorAll("details").forEach((details) => { details.open = true; });
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) found.push([card, `${over} px wider than the screen`]);
    if (parseFloat(getComputedStyle(content.querySelector(".text .jy")).fontSize) < 20) found.push([card, "small text"]);
    content.querySelectorAll("*").forEach((element) => {
      if (element.tagName === "STYLE" || !element.getClientRects().length) return;
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
      if (own) judge(card, element, getComputedStyle(element), own);
      const before = getComputedStyle(element, "::before");
      if (!["none", "normal"].includes(before.content)) judge(card, element, before, before.content);
    });
  });
  return found;
}
