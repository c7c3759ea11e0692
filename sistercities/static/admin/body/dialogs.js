// Small forms in a native dialog: the focus stays inside, Escape closes it, and the focus returns to where it was.

import { element } from "body-editor/toolbar";

let count = 0;

// `fields`: [{ name, label, help, value, options: [{value, label}] | undefined, check(value) -> problem | "" }]
// `actions`: [{ name, label }] besides "apply" and "cancel".
// Resolves to { action, values }, or null when nothing is to be done.
export function ask({ title, fields, actions = [], labels }) {
  return new Promise((resolve) => {
    const id = `body-dialog-${++count}`;
    const heading = element("h2", { id: `${id}-title` }, title);
    const inputs = new Map();
    const rows = fields.map((field, index) => row(field, `${id}-${index}`, inputs));
    const apply = element("button", { type: "submit", class: "body-main" }, labels.apply);
    const cancel = element("button", { type: "button" }, labels.cancel);
    const others = actions.map(({ name, label }) => {
      const button = element("button", { type: "button" }, label);
      button.addEventListener("click", () => close({ action: name, values: values() }));
      return button;
    });
    const form = element("form", { novalidate: "" }, heading, ...rows, element("div", { class: "body-dialog-buttons" }, apply, ...others, cancel));
    const dialog = element("dialog", { class: "body-dialog", "aria-labelledby": `${id}-title` }, form);

    const values = () => Object.fromEntries([...inputs].map(([name, { input }]) => [name, input.value]));
    let answer = null;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    cancel.addEventListener("click", () => close(null));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const { input, error, check } of inputs.values()) {
        const problem = check?.(input.value) ?? "";
        error.textContent = problem;
        input.toggleAttribute("aria-invalid", Boolean(problem));
        if (problem) {
          input.setAttribute("aria-invalid", "true");
          input.focus();
          return;
        }
      }
      close({ action: "apply", values: values() });
    });
    document.body.append(dialog);
    dialog.showModal();
    inputs.values().next().value?.input.focus();
  });
}

function row({ name, label, help, value = "", options, check }, id, inputs) {
  const input = options
    ? element("select", { id }, ...options.map((option) => element("option", { value: option.value }, option.label)))
    : element("input", { id, type: "text", autocomplete: "off", spellcheck: "false" });
  input.value = value;
  const error = element("p", { id: `${id}-error`, class: "body-dialog-error", role: "alert" });
  input.setAttribute("aria-describedby", help ? `${id}-help ${id}-error` : `${id}-error`);
  inputs.set(name, { input, error, check });
  const parts = [element("label", { for: id }, label), error, input];
  if (help) parts.push(element("p", { id: `${id}-help`, class: "body-dialog-help" }, help));
  return element("div", { class: "body-dialog-row" }, ...parts);
}
