"use strict";

// Says back, while somebody types, what the server understands. Without this script the page says it after saving.
{
  const PAUSE = 250; // ms after the last key
  const waiting = new WeakMap();

  const ask = async (input, output) => {
    const text = input.value.trim();
    let answer = {};
    if (text) {
      const address = new URL(output.dataset.understand, document.baseURI);
      address.searchParams.set("text", text);
      const response = await fetch(address);
      if (!response.ok || response.redirected) return; // logged out: saving will say so
      answer = await response.json();
    }
    if (input.value.trim() !== text) return; // an older answer
    output.textContent = answer.words ?? answer.problem ?? "";
    output.classList.toggle("is-problem", "problem" in answer);
  };

  // On the document: rows of inlines come and go.
  document.addEventListener("input", ({ target }) => {
    const output = target.closest(".partial-date")?.querySelector("output[data-understand]");
    if (!output) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(() => ask(target, output).catch(() => {}), PAUSE));
  });
}
