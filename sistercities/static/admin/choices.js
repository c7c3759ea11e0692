"use strict";

// Choices with a search field (the admin's autocompletes) are known to screen readers by the label of their field.
{
  const name = (select) => {
    const label = select.labels?.[0];
    const words = label?.textContent.trim().replace(/:$/, "");
    const shown = select.nextElementSibling;
    if (!words || !shown?.classList.contains("select2")) return;
    label.id ||= `${select.id}-label`;
    const text = shown.querySelector("span.select2-selection__rendered");
    text?.setAttribute("aria-label", words);
    const box = shown.querySelector(".select2-selection--single");
    box?.setAttribute("aria-labelledby", text?.textContent.trim() ? `${label.id} ${text.id}` : label.id);
    shown.querySelector(".select2-search__field")?.setAttribute("aria-label", words);
  };

  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);
  // After the admin has set them up, and again when everything is there.
  addEventListener("DOMContentLoaded", () => setTimeout(nameAll));
  addEventListener("load", nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
}
