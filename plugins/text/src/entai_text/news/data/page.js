"use strict";
// A click on a sentence shows what it rests on. Everything is in the page: nothing is fetched.
const panel = document.getElementById("panel"), list = document.getElementById("sources");
const known = JSON.parse(document.getElementById("data").textContent);
function part(item, tag, text) { const node = document.createElement(tag); node.textContent = text; item.append(node); }
function show(button) {
  const open = button.getAttribute("aria-expanded") === "true";
  for (const other of document.querySelectorAll(".s")) other.setAttribute("aria-expanded", "false");
  if (open) { panel.hidden = true; return; }
  button.setAttribute("aria-expanded", "true");
  list.replaceChildren(...known.sentences[button.dataset.n].map(([id, start, end]) => {
    const item = document.createElement("li"), text = known.sources[id] || "", shift = text.length - (known.length[id] ?? text.length);
    if (!text.startsWith(id + " = ")) part(item, "code", id);
    if (end > 0) { item.append(text.slice(0, start + shift)); part(item, "b", text.slice(start + shift, end + shift)); item.append(text.slice(end + shift)); }
    else item.append(text);
    return item;
  }));
  panel.hidden = false;
}
for (const button of document.querySelectorAll(".s")) button.addEventListener("click", () => show(button));
if (matchMedia("(min-width: 52rem)").matches) show(document.querySelectorAll(".s")[1]);  // what the page can do is seen at once
document.addEventListener("keydown", (event) => {
  if (event.target.matches(".s") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); show(event.target); return; }
  const button = document.querySelector('.s[aria-expanded="true"]');
  if (event.key === "Escape" && button) { show(button); button.focus(); }
});
