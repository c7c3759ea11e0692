// What a text may hold: the same as `stories.body.sanitise` keeps. The order of the marks is the one that is stored.

import {
  Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, Italic, ListItem, Mark, Node, OrderedList,
  Paragraph, Placeholder, Text, TrailingNode, mergeAttributes, pm,
} from "django-prose-editor/editor";
import { cardView } from "body-editor/cards";

const { NodeSelection, Plugin } = pm.state;

// The rules of `stories.body.links`, as far as a hint to the writer needs them; the server decides.
export function allowedHref(value) {
  const href = value.trim().replaceAll(" ", "%20");
  // eslint-disable-next-line no-control-regex
  if (!href || /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\u2060-\u206f\\<>"`]/.test(href)) return null;
  if (href.startsWith("/")) return href.startsWith("//") ? null : href;
  if (/^https?:\/\/[^/?#@\s]+([/?#].*)?$/i.test(href)) return href;
  if (/^mailto:[^@\s?&]+@[^@\s?&]+(\?.*)?$/i.test(href) || /^tel:\+?[\d().-]{3,30}$/i.test(href)) return href;
  return null;
}

// What people type into an address field: "www.example.org" and "name@example.org" are meant as links.
export function completedHref(value) {
  const text = value.trim();
  if (allowedHref(text)) return allowedHref(text);
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return allowedHref(`mailto:${text}`);
  if (/^[^\s@/:]+\.[a-z]{2,}([/?#].*)?$/i.test(text)) return allowedHref(`https://${text}`);
  return null;
}

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: null }, hreflang: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (dom) => (allowedHref(dom.getAttribute("href")) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

export const Language = Mark.create({
  name: "language",
  priority: 900,
  inclusive: false,
  addAttributes: () => ({ lang: { default: null }, dir: { default: null } }),
  parseHTML: () => [{ tag: "span[lang]" }, { tag: "span[dir]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

const isCard = (selection) => selection instanceof NodeSelection && selection.node.type.name === "card";

// Move the block at `pos` over its neighbour; `direction` is -1 or 1. Returns its new place, or null at the ends.
export function moveBlock(view, pos, direction) {
  const { doc, tr } = view.state;
  const index = doc.resolve(pos).index(0);
  const neighbour = doc.maybeChild(index + direction);
  const isTrailing = index + direction === doc.childCount - 1 && neighbour?.childCount === 0 && neighbour.isTextblock;
  if (!neighbour || isTrailing) return null;
  const node = doc.child(index);
  const target = pos + direction * neighbour.nodeSize;
  tr.delete(pos, pos + node.nodeSize).insert(target, node);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView());
  return target;
}

// Put a card after the block that holds the cursor, or in the place of an empty paragraph, and select it.
export function insertCard(editor, attributes) {
  const { state, view } = editor;
  const { doc, selection, schema, tr } = state;
  const index = Math.min(selection.$from.index(0), doc.childCount - 1);
  const block = doc.child(index);
  let start = 0;
  for (let i = 0; i < index; i += 1) start += doc.child(i).nodeSize;
  const isEmpty = block.type.name === "paragraph" && block.childCount === 0;
  const card = schema.nodes.card.create(attributes);
  const target = isEmpty ? start : start + block.nodeSize;
  if (isEmpty) tr.replaceWith(start, start + block.nodeSize, card);
  else tr.insert(target, card);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, target)).scrollIntoView());
  view.focus();
}

// Line ends of pasted source are spaces: the editor keeps white space as it is. A `style` attribute would be reported to
// the policy as soon as it is parsed, so it is renamed; Google Docs says "bold" and "italic" in nothing else.
const withoutStyles = (html) => html
  .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-pasted="))
  .replace(/[ \t]*[\r\n]+\s*/g, " ");

// The parse rules of a mark: its elements, unless their style takes it back, and spans whose style asks for it.
const parsedFrom = (tags, isSet, isUnset) => () => [
  ...tags.map((tag) => ({ tag, getAttrs: (dom) => (isUnset.test(dom.dataset.pasted ?? "") ? false : null) })),
  { tag: "span[data-pasted]", consuming: false, getAttrs: (dom) => (isSet.test(dom.dataset.pasted) ? null : false) },
];

export const Card = Node.create({
  name: "card",
  group: "card",
  atom: true,
  selectable: true,
  draggable: true,
  isolating: true,
  addOptions: () => ({ desk: null }),
  addAttributes() {
    const attribute = (name) => ({ default: null, parseHTML: (dom) => dom.getAttribute(name), renderHTML: () => ({}) });
    return { kind: attribute("data-type"), key: attribute("data-id"), layout: attribute("data-layout") };
  },
  parseHTML: () => [{ tag: "sc-embed[data-type][data-id]" }],
  renderHTML: ({ node: { attrs } }) => [
    "sc-embed",
    mergeAttributes(
      { "data-type": attrs.kind, "data-id": attrs.key },
      attrs.kind === "picture" ? { "data-layout": attrs.layout ?? "wide" } : {},
    ),
  ],
  addNodeView() {
    return (context) => cardView(context, this.options.desk, { moveBlock, NodeSelection });
  },
  addKeyboardShortcuts() {
    const move = (direction) => ({ editor }) => {
      const { selection } = editor.state;
      if (!isCard(selection)) return false;
      if (moveBlock(editor.view, selection.from, direction) !== null) this.options.desk.say(this.options.desk.labels.moved);
      return true;
    };
    return {
      "Alt-ArrowUp": move(-1),
      "Alt-ArrowDown": move(1),
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (!isCard(selection)) return false;
        editor.view.nodeDOM(selection.from)?.querySelector("select, button, a")?.focus();
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          transformPastedHTML: withoutStyles,
          handlePaste: (view, event) => {
            const href = allowedHref(event.clipboardData?.getData("text/plain") ?? "");
            if (!href || href.startsWith("/") || view.state.selection.empty || isCard(view.state.selection)) return false;
            return editor.commands.setMark("link", { href });
          },
        },
      }),
    ];
  },
});

// Two typed spaces are two spaces, also after the text was loaded again.
const keepsSpaces = { whitespace: "pre" };

export const extensions = ({ desk }) => [
  Document.extend({ content: "(block | card)+" }),
  Paragraph.extend(keepsSpaces),
  Text,
  Heading.extend({
    ...keepsSpaces,
    parseHTML: () => [["h1", 2], ["h2", 2], ["h3", 3], ["h4", 3], ["h5", 3], ["h6", 3]].map(([tag, level]) => ({ tag, attrs: { level } })),
  }).configure({ levels: [2, 3] }),
  BulletList,
  OrderedList,
  ListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList)*" }),
  HardBreak,
  Link,
  Language,
  Bold.extend({ parseHTML: parsedFrom(["strong", "b"], /font-weight:\s*(bold|[6-9]00)/, /font-weight:\s*(normal|[1-5]00)/) }),
  Italic.extend({ parseHTML: parsedFrom(["em", "i"], /font-style:\s*italic/, /font-style:\s*normal/) }),
  Card.configure({ desk }),
  History,
  Dropcursor,
  Gapcursor,
  TrailingNode.configure({ notAfter: ["heading", "bulletList", "orderedList"] }), // a line to write on after a last card
  Placeholder.configure({ placeholder: desk.labels.placeholder }),
];
