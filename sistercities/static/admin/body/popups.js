// The admin's own pop-up windows: the list to choose from, where "Add" leads to the form, and the form of one object.
//
// A pop-up reports back by calling a function of the page that opened it, with its window as first argument. Windows that
// were opened here are answered here; all others are handed on to the admin's own functions.

const waiting = new Map(); // window name -> { chosen(id), changed() }
let count = 0;

function intercept(name, answer) {
  const original = window[name];
  window[name] = (win, ...values) => {
    const handler = waiting.get(win.name);
    if (!handler) return original?.(win, ...values);
    waiting.delete(win.name);
    win.close();
    window.focus();
    return answer(handler, ...values);
  };
}

intercept("dismissRelatedLookupPopup", (handler, id) => handler.chosen?.(id));
intercept("dismissAddRelatedObjectPopup", (handler, id) => handler.chosen?.(id));
intercept("dismissChangeRelatedObjectPopup", (handler) => handler.changed?.());
intercept("dismissDeleteRelatedObjectPopup", (handler) => handler.changed?.());

// Returns false where the browser refuses to open a window.
export function openPopup(address, handler) {
  const url = new URL(address, document.baseURI);
  url.searchParams.set("_popup", "1");
  // The admin reads the depth of nested pop-ups from the end of the name.
  const name = `body_editor_${Date.now()}_${++count}__1`;
  const win = window.open(url, name, "height=720,width=1000,resizable=yes,scrollbars=yes");
  if (!win) return false;
  waiting.set(name, handler);
  win.focus();
  return true;
}
