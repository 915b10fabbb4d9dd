"use strict";
// Uploads with a drop zone, a progress bar and a check of sizes before minutes are spent on sending. Everything works without it.
(() => {
  const formOf = (node) => node instanceof Element ? node.closest("[data-upload]") : null;
  const part = (form, name) => form.querySelector(`[data-upload-${name}]`);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

  function refusal(form) {
    const files = Array.from(form.elements.file.files);
    const large = files.find((file) => file.size > Number(form.dataset.mostBytes));
    const total = files.reduce((sum, file) => sum + file.size, 0);
    if (large) return `${large.name}: This file is larger than 25 MB. Save a smaller copy, or send it in parts.`;
    if (files.length > Number(form.dataset.mostFiles)) return "Up to 20 files can be uploaded at once. Send the others in a second upload.";
    if (total > Number(form.dataset.mostRequestBytes)) return `These files have ${megabytes(total)} together. Up to 200 MB can be sent at once; send the others in a second upload.`;
    return "";
  }

  function say(form, sentence) {
    const place = part(form, "error");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  function show(form, event) {
    const done = event.total ? Math.round(100 * event.loaded / event.total) : 0;
    part(form, "progress").hidden = false;
    form.querySelector("progress").value = done;
    part(form, "words").textContent = done < 100 ? `${done} % of ${megabytes(event.total)}` : "Checking the files…";
  }

  document.addEventListener("dragover", (event) => {
    const zone = event.target instanceof Element && event.target.closest("[data-dropzone]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const zone = event.target instanceof Element && event.target.closest("[data-dropzone]");
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = event.target instanceof Element && event.target.closest("[data-dropzone]");
    if (!zone || !event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    const form = formOf(zone);
    form.elements.file.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  document.addEventListener("change", (event) => {
    const form = formOf(event.target);
    if (form && event.target.type === "file") say(form, refusal(form));
  });
  document.addEventListener("submit", (event) => {
    const form = formOf(event.target);
    const sentence = form ? refusal(form) : "";
    if (!sentence) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form, sentence);
  }, true);
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = formOf(event.target);
    if (form && event.detail.lengthComputable) show(form, event.detail);
  });
  document.addEventListener("htmx:sendError", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    part(form, "progress").hidden = true;
    say(form, "The upload was interrupted. Check the connection and send the files again.");
  });
})();
