// A card in the text: what the picture, quote or event is, its width, and its buttons. Details come from the server, which
// tells only what this person may see.

import { element, icon, toolButton } from "body-editor/toolbar";
import { openPopup } from "body-editor/popups";

const KINDS = ["picture", "quote", "event"];
const LAYOUTS = ["wide", "text", "half"];

// Asks for the details of cards, many at once, and remembers them while the page is open.
export function cardStore({ address, language }) {
  const known = new Map(); // "picture:12" -> promise of details
  let asked = null; // the cards of the next request

  const fetchAll = async (batch) => {
    const query = new URLSearchParams({ language });
    for (const key of batch.keys()) query.append(...key.split(":"));
    const response = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(`status ${response.status}`);
    const { cards } = await response.json();
    return new Map(cards.map((card) => [`${card.type}:${card.id}`, card]));
  };

  return {
    get(kind, id) {
      const key = `${kind}:${id}`;
      if (!known.has(key)) {
        if (!asked) {
          const batch = (asked = new Map());
          const answer = new Promise((resolve) => { queueMicrotask(resolve); }).then(() => {
            asked = null;
            // A kind per request: who may see quotes only still sees quotes.
            return Promise.allSettled(KINDS.map((wanted) => {
              const part = new Map([...batch].filter(([name]) => name.startsWith(`${wanted}:`)));
              return part.size ? fetchAll(part) : new Map();
            }));
          });
          batch.answer = answer;
        }
        asked.set(key, true);
        known.set(key, asked.answer.then((results) => {
          const found = results.find((result) => result.value?.has(key));
          if (found) return found.value.get(key);
          known.delete(key); // asked again the next time
          return { type: kind, id, state: "unavailable" };
        }));
      }
      return known.get(key);
    },
    forget: (kind, id) => known.delete(`${kind}:${id}`),
  };
}

// The node view of TipTap: `desk` is { labels, store, choosers, say }.
export function cardView({ node, editor, getPos }, desk, { moveBlock, NodeSelection }) {
  const { labels } = desk;
  let current = node;
  const summary = element("div", { class: "body-card-summary" });
  const controls = element("div", { class: "body-card-controls" });
  const dom = element("div", { class: "body-card", role: "group", contenteditable: "false" }, summary, controls);

  const setAttributes = (attributes) => {
    const { tr } = editor.state;
    const pos = getPos();
    tr.setNodeMarkup(pos, undefined, { ...current.attrs, ...attributes });
    editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)));
  };

  const select = () => {
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, getPos())));
    editor.view.focus();
  };

  const button = (name, label, drawing, run) => {
    const made = toolButton({ name, label, icon: drawing, words: drawing ? undefined : label });
    made.addEventListener("click", run);
    controls.append(made);
    return made;
  };

  const move = (direction, name) => {
    const target = moveBlock(editor.view, getPos(), direction);
    if (target === null) return;
    desk.say(labels.moved);
    editor.view.nodeDOM(target)?.querySelector(`[data-tool="${name}"]`)?.focus();
  };

  const choose = () => {
    const { kind } = current.attrs;
    const opened = openPopup(desk.choosers[kind], {
      chosen: (id) => {
        setAttributes({ key: String(id) });
        select();
      },
    });
    if (!opened) desk.say(labels.popupBlocked);
  };

  const layoutChoice = element("select", { "aria-label": labels.layout });
  for (const layout of LAYOUTS) layoutChoice.append(element("option", { value: layout }, labels[layout]));
  layoutChoice.addEventListener("change", () => {
    setAttributes({ layout: layoutChoice.value });
    layoutChoice.focus();
  });
  if (node.attrs.kind === "picture") controls.append(layoutChoice);
  button("up", labels.moveUp, "up", () => move(-1, "up"));
  button("down", labels.moveDown, "down", () => move(1, "down"));
  const edit = button("edit", labels.edit, null, () => {
    const opened = openPopup(edit.dataset.address, {
      changed: () => {
        desk.store.forget(current.attrs.kind, current.attrs.key);
        show();
        edit.focus();
      },
    });
    if (!opened) desk.say(labels.popupBlocked);
  });
  edit.hidden = true;
  button("change", labels.change, null, choose);
  button("remove", labels.remove, "remove", () => {
    const pos = getPos();
    editor.view.dispatch(editor.state.tr.delete(pos, pos + current.nodeSize).scrollIntoView());
    editor.view.focus();
    desk.say(labels.removed);
  });
  controls.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    select();
  });

  const show = async () => {
    const { kind, key, layout } = current.attrs;
    dom.className = `body-card body-card-${kind}`;
    dom.dataset.layout = layout ?? "";
    layoutChoice.value = LAYOUTS.includes(layout) ? layout : "wide";
    dom.setAttribute("aria-label", labels[kind] ?? "");
    summary.setAttribute("aria-busy", "true");
    if (!summary.childElementCount) summary.replaceChildren(element("p", { class: "body-card-note" }, labels.loading));
    const details = await desk.store.get(kind, key);
    if (key !== current.attrs.key) return; // another one was chosen meanwhile
    summary.removeAttribute("aria-busy");
    summary.replaceChildren(...describe(details, labels));
    dom.classList.toggle("is-broken", details.state === "missing");
    if (details.title) dom.setAttribute("aria-label", `${labels[kind]}: ${details.title}`);
    edit.hidden = !details.url;
    edit.dataset.address = details.url ?? "";
  };
  show();

  return {
    dom,
    update(updated) {
      if (updated.type !== current.type || updated.attrs.kind !== current.attrs.kind) return false;
      const isSame = updated.attrs.key === current.attrs.key && updated.attrs.layout === current.attrs.layout;
      current = updated;
      if (!isSame) show();
      return true;
    },
    selectNode() {
      dom.classList.add("is-selected");
      desk.hint(labels.cardHint);
    },
    deselectNode() {
      dom.classList.remove("is-selected");
      desk.hint("");
    },
    // Keys and clicks on the buttons are theirs; everything else, such as dragging the card, is the editor's.
    stopEvent: (event) => controls.contains(event.target) && !/^drag|^drop/.test(event.type),
    ignoreMutation: () => true,
  };
}

function describe(details, labels) {
  if (details.state === "unavailable") return [element("p", { class: "body-card-note" }, labels.unavailable)];
  if (details.state !== "found") return [element("p", { class: "body-card-problem" }, labels.missing)];
  const words = element("div", { class: "body-card-words" }, element("p", { class: "body-card-kind" }, labels[details.type]));
  const title = element("p", { class: "body-card-title" }, details.title);
  if (details.lang) title.lang = details.lang;
  words.append(title);
  if (details.text) words.append(element("p", { class: "body-card-text" }, details.text));
  if (details.when) words.insertBefore(element("p", { class: "body-card-text" }, details.when), title);
  if (details.credit) words.append(element("p", { class: "body-card-credit" }, details.credit));
  for (const problem of details.problems ?? []) words.append(element("p", { class: "body-card-problem" }, problem));
  if (details.type !== "picture") return [words];
  const thumbnail = details.thumbnail
    ? element("img", { src: details.thumbnail, alt: "", draggable: "false" })
    : element("div", { class: "body-card-empty" }, icon("picture"), element("span", {}, labels.noThumbnail));
  return [thumbnail, words];
}
