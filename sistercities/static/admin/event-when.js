"use strict";

// Says back, while somebody types, how the server understands the dates of an event: in words, by the clock of the
// event and by that of the other city. Without this script the page says the same after saving.
{
  const PAUSE = 250; // ms after the last key
  const NAMES = ["starts_on", "starts_at", "ends_on", "ends_at"];
  const SHARED = ["time_zone", "venue", "partnership"];
  const waiting = new Map();

  const field = (id) => document.getElementById(`id_${id}`);
  const choice = (input) => input?.closest(".clock-time")?.querySelector(".clock-which");

  const typed = (prefix) => {
    const values = new URLSearchParams();
    for (const name of NAMES) {
      const input = field(prefix + name);
      values.set(name, input?.value ?? "");
      const which = choice(input)?.querySelector("input:checked");
      if (which) values.set(`${name}_which`, which.value);
    }
    for (const name of SHARED) values.set(name, field(name)?.value ?? "");
    if (!values.get("time_zone") && !values.get("venue")) values.set("time_zone", field("time_zone")?.placeholder ?? "");
    return values;
  };

  const askWhich = (input, labels) => {
    const group = choice(input);
    if (!group) return;
    group.hidden = !labels;
    group.querySelectorAll("label").forEach((label, number) => {
      label.querySelector("span").textContent = labels?.[number] ?? "";
      if (!labels) label.querySelector("input").checked = false;
    });
  };

  const show = (output, prefix, answer) => {
    // What is wrong with a day stands beside that day already (partial-date.js).
    const problems = Object.entries(answer.problems)
      .filter(([name]) => name.endsWith("_at") || !document.querySelector(`#id_${prefix}${name}_understood.is-problem`))
      .map(([, message]) => message);
    output.textContent = answer.words || problems.join(" ");
    output.classList.toggle("is-problem", !answer.words && problems.length > 0);
    for (const name of ["starts_at", "ends_at"]) askWhich(field(prefix + name), answer.doubled[name]);
  };

  const ask = async (output) => {
    const prefix = output.id.slice("id_".length, -"understood".length);
    const values = typed(prefix);
    if (NAMES.every((name) => !values.get(name))) {
      show(output, prefix, { words: "", problems: {}, doubled: {} });
      return;
    }
    const response = await fetch(`${output.dataset.understand}?${values}`);
    if (!response.ok || response.redirected) return; // logged out: saving will say so
    const answer = await response.json();
    if (String(typed(prefix)) === String(values)) show(output, prefix, answer); // else it is an older answer
  };

  const soon = (output) => {
    clearTimeout(waiting.get(output));
    waiting.set(output, setTimeout(() => ask(output).catch(() => {}), PAUSE));
  };

  const changed = ({ target }) => {
    if (!target.id && !target.name) return;
    if (SHARED.some((name) => target.id === `id_${name}`)) {
      document.querySelectorAll("output.event-understood:not([id*=__prefix__])").forEach(soon);
      return;
    }
    const match = /^(.*?)(starts_on|starts_at|ends_on|ends_at)(_which)?$/.exec(target.name ?? "");
    const output = match && document.getElementById(`id_${match[1]}understood`);
    if (output) soon(output);
  };

  // On the document: rows of further dates come and go. Choosers tell of a change through jQuery only.
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("DOMContentLoaded", () => window.django?.jQuery(document).on("change", "select", changed));
}
