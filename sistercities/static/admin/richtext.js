"use strict";

// TipTap looks for its style element before it adds one. An element that only has its name stands in for it: Chromium
// reports even an empty style element of another type to the policy.
{
  const standIn = document.createElementNS(null, "style");
  standIn.setAttribute("data-tiptap-style", "");
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
