"use strict";
// Chat apps show pages but let nothing be downloaded; their own menu opens the browser.
if (/MicroMessenger|wxwork|DingTalk|\bQQ\/|\bLark\/|Feishu/i.test(navigator.userAgent)) {
  const overlay = document.getElementById("chat");
  overlay.hidden = false;
  overlay.querySelector("button").addEventListener("click", () => { overlay.hidden = true; });
}
