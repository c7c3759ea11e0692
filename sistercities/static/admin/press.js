// How far a press kit is. Without it the page asks anew by itself (noscript in dossier.html).

const EVERY = 2000;

const ask = async () => {
  try {
    const response = await fetch("?part=state", { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return location.reload();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.getElementById("kit-state");
    if (!found) return location.reload();
    const shown = document.getElementById("kit-state");
    if (found.dataset.atWork !== "yes") {
      shown.replaceWith(found); // the buttons and the link are in it
      return undefined;
    }
    // Only what changed: a screen reader says a status when its words are new.
    const [words, said] = [found, shown].map((part) => part.querySelector("[role=status]"));
    if (said.textContent !== words.textContent) said.textContent = words.textContent;
    const [bar, drawn] = [found, shown].map((part) => part.querySelector("progress"));
    drawn.max = bar.max;
    drawn.value = bar.value;
  } catch {
    // The server does not answer for the moment.
  }
  return setTimeout(ask, EVERY);
};

setTimeout(ask, EVERY);
