"use strict";
// A link to evidence names the page; this brings the marked place itself into view. Without it the page's top is shown.
addEventListener("load", () => {
  document.querySelector(".evidence-frame")?.scrollIntoView({ block: "center" });
});
