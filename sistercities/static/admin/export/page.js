// The export page and the pages of profiles. Without it everything works with the buttons that are there.

import { deliver } from "./download.js";
import { orderColumns } from "./columns.js";
import { watchPreview } from "./preview.js";

const form = document.getElementById("export-form");
if (form) {
  orderColumns(document.getElementById("export-columns"));
  watchPreview(form, document.getElementById("export-preview"));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "_download") deliver(event, form);
  });
}
for (const run of document.querySelectorAll("form.export-run")) {
  // Its page says afterwards what had changed.
  run.addEventListener("submit", (event) => deliver(event, run, () => location.reload()));
}
