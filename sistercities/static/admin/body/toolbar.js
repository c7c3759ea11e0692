// The tools above the text: one stop of the Tab key, arrow keys between them (WAI-ARIA Authoring Practices, toolbar).

export function element(tag, attributes = {}, ...children) {
  const dom = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) dom.setAttribute(name, value);
  dom.append(...children);
  return dom;
}

// Drawn for this editor on a grid of 20 units, in the colour of the text.
const ICONS = {
  bold: "M6 3.5h5.2a3.3 3.3 0 0 1 0 6.6H6zM6 10.1h6a3.3 3.3 0 0 1 0 6.6H6z",
  italic: "M9 3.5h6M5 16.5h6M12 3.5l-4 13",
  link: "M8.5 11.5a3.2 3.2 0 0 0 4.6 0l3-3a3.2 3.2 0 1 0-4.6-4.6l-1.2 1.2M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-3 3a3.2 3.2 0 1 0 4.6 4.6l1.2-1.2",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.9M3.5 10h.9M3.5 15h.9",
  numbers: "M9 5h8M9 10h8M9 15h8M3 4.2l1.4-.7v4M3 12.6c.3-1 2.4-1 2.4.3 0 1.1-2.4 1.7-2.4 3.1h2.5",
  undo: "M4 8h8a4 4 0 0 1 0 8H8M7 4.5 3.5 8 7 11.5",
  redo: "M16 8H8a4 4 0 0 0 0 8h4M13 4.5 16.5 8 13 11.5",
  picture: "M2.5 4h15v12h-15zM5 13.5l3.5-4 2.5 2.7 2-2 2.5 3.3M13.4 7.2h.2",
  quote: "M3.5 4v12M7.5 7h9M7.5 11h9M7.5 15h5",
  event: "M3 4.5h14v12H3zM3 8.5h14M6.5 2.5v4M13.5 2.5v4",
  language: "M3 4.5h8M7 3v1.5M9 4.5C8.6 8 6 10.5 3.5 11.5M5 7c.7 2 2.7 3.7 5 4.3M10.5 17l3.3-8 3.3 8M11.7 14.3h4.200",
  up: "M10 16V4M5 9l5-5 5 5",
  down: "M10 4v12M5 11l5 5 5-5",
  remove: "M5 5l10 10M15 5 5 15",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A button with an icon, or words, or both. Without words its name is also its tooltip.
export function toolButton({ name, label, icon: drawing, words }) {
  const button = element("button", { type: "button", "data-tool": name });
  if (drawing) button.append(icon(drawing));
  if (words) button.append(element("span", {}, words));
  if (words !== label) {
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  return button;
}

// `groups`: lists of { name, label, icon, words, run(editor), isActive(editor), isEnabled(editor) }.
export function buildToolbar(editor, groups, labels) {
  const tools = groups.flat().map((tool) => ({ ...tool, button: toolButton(tool) }));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const dom = element("div", { class: "body-toolbar", role: "toolbar", "aria-label": labels.tools });
  for (const group of groups) {
    dom.append(element("div", { class: "body-tools", role: "group" }, ...group.map(({ name }) => byName.get(name).button)));
  }
  const buttons = tools.map(({ button }) => button);
  let current = buttons[0];
  const moveTo = (button) => {
    current.tabIndex = -1;
    current = button;
    current.tabIndex = 0;
  };
  for (const button of buttons) button.tabIndex = -1;
  moveTo(current);

  for (const { button, run, isEnabled } of tools) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection in the text stays
    button.addEventListener("click", () => {
      moveTo(button);
      if (isEnabled?.(editor) ?? true) run(editor, button);
    });
  }
  dom.addEventListener("focusin", ({ target }) => buttons.includes(target) && moveTo(target));
  dom.addEventListener("keydown", (event) => {
    const index = buttons.indexOf(document.activeElement);
    const next = {
      ArrowRight: buttons[(index + 1) % buttons.length],
      ArrowLeft: buttons[(index - 1 + buttons.length) % buttons.length],
      Home: buttons[0],
      End: buttons.at(-1),
    }[event.key];
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      editor.commands.focus();
    }
  });

  const update = () => {
    for (const { button, isActive, isEnabled } of tools) {
      if (isActive) button.setAttribute("aria-pressed", String(isActive(editor)));
      // Not `disabled`: a focused button would lose the focus, and nobody would learn that it exists.
      button.setAttribute("aria-disabled", String(!(isEnabled?.(editor) ?? true)));
    }
  };
  return { dom, update, focus: () => current.focus() };
}
