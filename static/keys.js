"use strict";
// Work through the list without a mouse. Everything that a key does can also be clicked.
(() => {
  let last = "";
  const rows = () => Array.from(document.querySelectorAll("[data-row]"));
  const isTyping = (node) => node instanceof Element && node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  function step(by) {
    const all = rows();
    if (!all.length) return false;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    next.querySelector("[data-open]").focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function choose() {
    const row = rows().find((item) => item.contains(document.activeElement));
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
    return Boolean(box);
  }

  function evaluate() {
    const button = document.querySelector("[data-key='e']:not(:disabled)") ||
      (document.querySelector("[data-choose] input:checked") && document.querySelector("[data-chosen] button"));
    if (button) button.click();
    return Boolean(button);
  }

  function search() {
    const field = document.querySelector("[data-key='/']");
    if (field) { field.focus(); field.select(); }
    return Boolean(field);
  }

  function help() {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
    return Boolean(dialog);
  }

  function go() {
    const link = last === "g" && document.querySelector("[data-nav='/leads']");
    if (link) link.click();
    return Boolean(link);
  }

  function decide() {
    const first = document.querySelector("#decision input:not([type=hidden]), #decision button, #decision summary");
    if (first) { first.focus(); first.scrollIntoView({ block: "center" }); }
    return Boolean(first);
  }

  function view() {
    const link = document.querySelector("#evaluation-status a[href*='/evidence'], #decision a[href$='/evidence']");
    if (link) link.click();
    return Boolean(link);
  }

  const deeds = { j: () => step(1), k: () => step(-1), x: choose, e: evaluate, "/": search, "?": help, l: go, d: decide, v: view };

  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && event.target instanceof Element && event.target.matches("[data-key='/']") && step(1)) { event.preventDefault(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const deed = deeds[event.key];
    if (deed && deed()) event.preventDefault();
    last = event.key;
  });

  function count() {
    const place = document.querySelector("[data-chosen-count]");
    if (!place) return;
    const chosen = document.querySelectorAll("[data-choose] input:checked").length;
    place.textContent = chosen ? `${chosen} chosen.` : "Choose up to 25 to evaluate, two to four to compare.";
  }
  document.addEventListener("change", (event) => { if (event.target instanceof Element && event.target.closest("[data-choose]")) count(); });
  document.addEventListener("htmx:afterSwap", count);
  document.addEventListener("click", (event) => { if (event.target instanceof Element && event.target.closest("[data-keys]")) help(); });
})();
