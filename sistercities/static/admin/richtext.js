"use strict";

// TipTap looks for its style element before it adds one. An element that is no style sheet stands in for it.
{
  const standIn = document.createElement("style");
  standIn.type = "text/plain";
  standIn.dataset.tiptapStyle = "";
  document.head.append(standIn);
}

// The editable box gets the name, the description, the state and the language of the field it replaces.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const attributes = { role: "textbox", "aria-multiline": "true" };
  const label = textarea.labels?.[0] ?? document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  if (label) {
    attributes["aria-label"] = label.textContent.trim().replace(/:$/, "");
    label.addEventListener("click", () => editor.commands.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid", "aria-required", "lang"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  editor.setOptions({ editorProps: { ...editor.options.editorProps, attributes } });
});
