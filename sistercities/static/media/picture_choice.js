/* Shows the picture that was chosen in the pop-up list. The admin announces a choice with jQuery's change event. */
(() => {
  "use strict";

  async function show(field) {
    const choice = field.closest(".picture-choice");
    const shown = choice.querySelector(".picture-choice-shown");
    const key = field.value.trim();
    shown.replaceChildren();
    if (!/^\d{1,18}$/.test(key)) return;
    const answer = await fetch(choice.dataset.card.replace(/0\/$/, `${key}/`), { credentials: "same-origin" });
    if (!answer.ok || field.value.trim() !== key) return;
    const picture = await answer.json();
    if (picture.thumbnail) {
      const image = document.createElement("img");
      Object.assign(image, { src: picture.thumbnail, width: 96, height: 64, alt: "" });
      shown.append(image, " ");
    }
    const title = document.createElement("strong");
    title.textContent = picture.title;
    const words = document.createElement("span");
    words.append(title, ` ${picture.credit}`);
    shown.append(words);
  }

  window.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll(".picture-choice input")) {
      (window.django ? window.django.jQuery(field).on.bind(window.django.jQuery(field)) : field.addEventListener.bind(field))(
        "change", () => show(field));
    }
  });
})();
