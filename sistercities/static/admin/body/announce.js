// Says to screen readers what happened, and shows it for a moment in the line below the text.

export function announcer() {
  const dom = document.createElement("span");
  dom.className = "body-said";
  dom.setAttribute("role", "status");
  let timer;
  const say = (text) => {
    clearTimeout(timer);
    dom.textContent = "";
    // A new text node, so that the same words are said again.
    timer = setTimeout(() => {
      dom.textContent = text;
      timer = setTimeout(() => { dom.textContent = ""; }, 8000);
    }, 50);
  };
  return { dom, say };
}
