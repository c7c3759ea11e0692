// The order of the columns: two buttons in the place of the number. What is sent is the order in the page.

export const orderColumns = (list) => {
  const announcement = document.createElement("span");
  announcement.className = "visually-hidden";
  announcement.setAttribute("role", "status");
  list.after(announcement);
  document.getElementById("export-columns-help").hidden = true;

  const move = (item, step) => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    const items = [...list.children];
    announcement.textContent = list.dataset.moved
      .replace("{place}", items.indexOf(item) + 1)
      .replace("{count}", items.length);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const button = (item, words, sign, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", `${words}: ${item.querySelector("b").textContent}`);
    made.addEventListener("click", () => {
      move(item, step);
      made.focus(); // moving an element takes the focus from it
      item.scrollIntoView({ block: "nearest" });
    });
    return made;
  };

  for (const item of list.children) {
    const number = item.querySelector("input[name^=place-]");
    const buttons = document.createElement("span");
    buttons.className = "export-move";
    buttons.append(button(item, list.dataset.up, "↑", -1), button(item, list.dataset.down, "↓", 1));
    number.replaceWith(buttons);
  }
};
