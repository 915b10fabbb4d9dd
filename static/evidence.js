"use strict";
/* global htmx */
// Walks through the evidence without a new page: choosing an item shows its place, choosing a place its item.
// Everything works by plain links without it.
(() => {
  const page = document.querySelector("[data-evidence]");
  if (!page) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const findings = () => page.querySelector("#findings");
  const links = () => Array.from(findings().querySelectorAll("a.place")).filter((link) => link.getClientRects().length);
  const marksOf = (id) => Array.from(page.querySelectorAll(`.mark[data-mark="${id}"]`));
  const itemOf = (mark) => document.getElementById(mark.getAttribute("href").split("#")[1]);
  let chosen = page.querySelector(".mark.evidence-frame")?.dataset.mark || "";

  function bring(node) {
    node?.scrollIntoView({ block: "center", inline: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }

  function clear() {
    page.querySelectorAll("[data-extra]").forEach((frame) => frame.remove());
    page.querySelectorAll(".mark.evidence-frame").forEach((mark) => {
      mark.classList.remove("evidence-frame");
      mark.id = mark.dataset.mark;
    });
    page.querySelectorAll("a.place[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    page.querySelector("[data-shown]").textContent = "";
    page.querySelector("[data-back]").hidden = true;
    chosen = "";
  }

  function choose(id, address) {
    clear();
    const marks = marksOf(id);
    if (!marks.length) return null;
    chosen = id;
    marks[0].id = "chosen";
    marks.forEach((mark) => mark.classList.add("evidence-frame"));
    findings().querySelectorAll(`a.place[data-mark="${id}"]`).forEach((link) => link.setAttribute("aria-current", "true"));
    page.querySelector("[data-shown]").textContent = marks[0].querySelector("title").textContent;
    const back = page.querySelector("[data-back]");
    back.href = `#${marks[0].getAttribute("href").split("#")[1]}`;
    back.hidden = false;
    if (address) history.replaceState(null, "", address);
    return marks[0];
  }

  function showItem(mark) {
    const item = itemOf(mark);
    if (!item) return;
    for (let part = item.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    const link = item.matches("a.place") ? item : item.querySelector(`a.place[data-mark="${mark.dataset.mark}"]`) || item.querySelector("a.place");
    link?.focus({ preventScroll: true });
    bring(link || item);
  }

  page.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const cancel = event.target.closest("[data-cancel]");
    const place = event.target.closest("a.place[data-mark]");
    const mark = event.target.closest("a.mark");
    const back = event.target.closest("[data-back]");
    const correct = event.target.closest("a.correct");
    if (correct) {
      event.preventDefault();
      const target = correct.closest(".fact").querySelector(".correct-place");
      htmx.ajax("GET", `${location.pathname}/correction${correct.search}`, { target, swap: "innerHTML" });
    } else if (cancel) {
      event.preventDefault();
      const fact = cancel.closest(".fact");
      cancel.closest("form").remove();
      fact.querySelector(".correct")?.focus();
    } else if (place && choose(place.dataset.mark, place.getAttribute("href"))) {
      event.preventDefault();
      bring(page.querySelector("#chosen"));
    } else if (mark) {
      event.preventDefault();
      choose(mark.dataset.mark, mark.getAttribute("href"));
      showItem(mark);
    } else if (back && chosen) {
      event.preventDefault();
      showItem(marksOf(chosen)[0]);
    }
  });

  function step(by) {
    const all = links();
    const here = all.indexOf(document.activeElement);
    const near = here >= 0 ? here : all.findIndex((link) => link.dataset.mark && link.dataset.mark === chosen);
    const next = all[Math.min(all.length - 1, Math.max(0, near < 0 ? 0 : near + by))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    if (next.dataset.mark && choose(next.dataset.mark, next.getAttribute("href"))) bring(page.querySelector("#chosen"));
  }

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.closest("form")?.querySelector("[data-cancel]")?.click();
      return;
    }
    const isInside = event.target.closest("#findings a");
    const deeds = { j: () => step(1), k: () => step(-1), Escape: clear };
    if (isInside) Object.assign(deeds, { ArrowDown: deeds.j, ArrowUp: deeds.k });
    if (event.key === "c") deeds.c = () => isInside?.closest(".fact")?.querySelector(".correct")?.click();
    if (!deeds[event.key]) return;
    event.preventDefault();
    deeds[event.key]();
  });

  let fact = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    fact = event.target.closest?.("form.correction")?.closest(".fact")?.id || "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const form = event.target.querySelector?.("form.correction");
    if (form) form.querySelector("[name=value]").focus();
    else if (event.detail.target?.id === "findings") document.getElementById(fact)?.querySelector("a")?.focus({ preventScroll: true });
    if (chosen) choose(chosen);
  });

  addEventListener("load", () => requestAnimationFrame(() => {
    const frame = page.querySelector("#chosen");
    if (frame && location.hash === "#chosen") frame.scrollIntoView({ block: "center" });
  }));
})();
