// The editor of a body: turns every text area with `data-body-editor` into a text with tools and cards.
//
// What it writes back into the text area is HTML that `stories.body.sanitise` leaves as it is.

import { Editor, initializeEditors } from "django-prose-editor/editor";
import { announcer } from "body-editor/announce";
import { cardStore } from "body-editor/cards";
import { ask } from "body-editor/dialogs";
import { openPopup } from "body-editor/popups";
import { completedHref, extensions, insertCard } from "body-editor/schema";
import { buildToolbar, element } from "body-editor/toolbar";

function createEditor(textarea) {
  if (textarea.closest(".body-editor")) return;
  const config = JSON.parse(textarea.dataset.bodyEditor);
  const { labels } = config;
  textarea.lang ||= textarea.closest("section[lang], fieldset[lang]")?.lang || document.documentElement.lang;
  const { dom: said, say } = announcer();
  const hintLine = element("span", { class: "body-hint" }, labels.toolsHint);
  const desk = {
    labels,
    say,
    hint: (text) => { hintLine.textContent = text || labels.toolsHint; },
    choosers: config.choosers,
    store: cardStore({ address: config.cards, language: textarea.lang }),
  };

  const frame = element("div", { class: "prose-editor body-editor" });
  textarea.before(frame);
  frame.append(textarea);
  const editor = new Editor({
    element: frame,
    injectCSS: false, // the policy forbids it; admin/richtext.css has the rules
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: extensions({ desk }),
    content: textarea.value,
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  const toolbar = buildToolbar(editor, tools(desk, config), labels);
  const counter = element("span", { class: "body-count" });
  frame.prepend(toolbar.dom);
  frame.append(element("div", { class: "body-status" }, counter, hintLine, said));
  const update = () => {
    toolbar.update();
    count(editor, config, counter);
  };
  editor.on("transaction", update);
  update();
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      toolbar.focus();
    }
  });
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }));
}

function count(editor, { labels, limit, wordsPerMinute }, output) {
  const length = editor.getHTML().length;
  output.classList.toggle("is-too-long", length > limit);
  if (length > limit) {
    output.textContent = fill(labels.tooLong, { length, limit });
    return;
  }
  const words = editor.getText().match(/[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu)?.length ?? 0;
  output.textContent = fill(labels.words, { words, minutes: Math.max(1, Math.ceil(words / wordsPerMinute)) });
}

function fill(template, values) {
  return template.replace(/%\((\w+)\)s/g, (_, name) => Number(values[name]).toLocaleString(document.documentElement.lang));
}

function tools(desk, config) {
  const { labels } = desk;
  const isText = (editor) => editor.state.selection.$from.parent.isTextblock;
  const block = (name, label, words, isActive, command) => ({
    name, label, words, isActive, isEnabled: isText, run: (editor) => command(editor.chain().focus()).run(),
  });
  const toggle = (name, drawing, node, command) => ({
    name,
    label: labels[name],
    icon: drawing,
    isActive: (editor) => editor.isActive(node),
    isEnabled: isText,
    run: (editor) => editor.chain().focus()[command]().run(),
  });
  const step = (name) => ({
    name,
    label: labels[name],
    icon: name,
    isEnabled: (editor) => editor.can()[name](),
    run: (editor) => editor.chain().focus()[name]().run(),
  });
  const insert = (kind, label) => ({
    name: kind,
    label,
    icon: kind,
    words: labels[kind],
    run: (editor) => {
      const opened = openPopup(desk.choosers[kind], {
        chosen: (id) => {
          insertCard(editor, { kind, key: String(id), layout: kind === "picture" ? "wide" : null });
          desk.say(labels.inserted);
        },
      });
      if (!opened) desk.say(labels.popupBlocked);
    },
  });
  return [
    [
      block("paragraph", labels.paragraph, labels.paragraphShort, (editor) => editor.isActive("paragraph"), (chain) => chain.setParagraph()),
      block("heading", labels.heading, labels.heading, (editor) => editor.isActive("heading", { level: 2 }), (chain) => chain.toggleHeading({ level: 2 })),
      block("subheading", labels.subheading, labels.subheading, (editor) => editor.isActive("heading", { level: 3 }), (chain) => chain.toggleHeading({ level: 3 })),
    ],
    [
      toggle("bold", "bold", "bold", "toggleBold"),
      toggle("italic", "italic", "italic", "toggleItalic"),
      { name: "link", label: labels.link, icon: "link", isActive: (editor) => editor.isActive("link"), isEnabled: isText, run: (editor) => editLink(editor, desk, config) },
      { name: "language", label: labels.language, icon: "language", isActive: (editor) => editor.isActive("language"), isEnabled: isText, run: (editor) => editLanguage(editor, desk, config) },
    ],
    [toggle("bullets", "bullets", "bulletList", "toggleBulletList"), toggle("numbers", "numbers", "orderedList", "toggleOrderedList")],
    [step("undo"), step("redo")],
    ...(config.choosers ? [[insert("picture", labels.insertPicture), insert("quote", labels.insertQuote), insert("event", labels.insertEvent)]] : []),
  ];
}

async function editLink(editor, { labels }, { languages }) {
  const isLink = editor.isActive("link");
  const attributes = editor.getAttributes("link");
  const needsWords = editor.state.selection.empty && !isLink;
  const answer = await ask({
    title: labels.link,
    labels,
    actions: isLink ? [{ name: "remove", label: labels.removeLink }] : [],
    fields: [
      { name: "href", label: labels.address, help: labels.addressHelp, value: attributes.href ?? "", check: (value) => (completedHref(value) ? "" : labels.addressRefused) },
      ...(needsWords ? [{ name: "words", label: labels.linkText }] : []),
      { name: "hreflang", label: labels.linkLanguage, value: attributes.hreflang ?? "", options: choices(languages, attributes.hreflang, labels.asThisText) },
    ],
  });
  const chain = editor.chain().focus();
  if (!answer) return chain.run();
  if (isLink) chain.extendMarkRange("link");
  if (answer.action === "remove") return chain.unsetMark("link").run();
  const { href, words, hreflang } = answer.values;
  const mark = { href: completedHref(href), hreflang: hreflang || null };
  if (needsWords) {
    return chain.insertContent({ type: "text", text: words.trim() || href.trim(), marks: [{ type: "link", attrs: mark }] }).run();
  }
  return chain.setMark("link", mark).run();
}

async function editLanguage(editor, { labels, say }, { languages }) {
  const isMarked = editor.isActive("language");
  const { lang } = editor.getAttributes("language");
  if (editor.state.selection.empty && !isMarked) {
    editor.commands.focus();
    return say(labels.selectFirst);
  }
  const answer = await ask({
    title: labels.languageDialog,
    labels,
    actions: isMarked ? [{ name: "remove", label: labels.removeMark }] : [],
    fields: [{ name: "lang", label: labels.language, help: labels.languageHelp, value: lang ?? languages[0].code, options: choices(languages, lang) }],
  });
  const chain = editor.chain().focus();
  if (!answer) return chain.run();
  if (isMarked && editor.state.selection.empty) chain.extendMarkRange("language");
  if (answer.action === "remove") return chain.unsetMark("language").run();
  const chosen = languages.find(({ code }) => code === answer.values.lang);
  return chain.setMark("language", { lang: answer.values.lang, dir: chosen?.dir || null }).run();
}

// The languages to choose from; one that was marked elsewhere stays in the list.
function choices(languages, current, none) {
  const options = languages.map(({ code, name }) => ({ value: code, label: name }));
  if (current && !languages.some(({ code }) => code === current)) options.unshift({ value: current, label: current });
  if (none) options.unshift({ value: "", label: none });
  return options;
}

initializeEditors(createEditor, "textarea[data-body-editor]");
