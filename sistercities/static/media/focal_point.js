// The focal point of a picture: a click or the arrow keys on the preview, kept in two number fields.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const stage = document.querySelector("[data-focal-stage]");
  const x = document.getElementById("id_focal_x");
  const y = document.getElementById("id_focal_y");
  if (!stage || !x || !y) return;

  const image = stage.querySelector("[data-focal-image]");
  const marker = stage.querySelector("[data-focal-marker]");
  const hint = document.querySelector("[data-focal-hint]");
  const crop = document.querySelector("[data-focal-crop]");
  const canvas = crop.querySelector("canvas");
  const file = document.querySelector("[data-focal-file]");

  const value = (field) => Math.min(1, Math.max(0, Number.parseFloat(field.value) || 0));

  function show() {
    const ready = Boolean(image.getAttribute("src")) && image.naturalWidth > 0;
    stage.hidden = !image.getAttribute("src");
    marker.hidden = hint.hidden = crop.hidden = !ready;
    if (!ready) return;
    marker.style.left = `${value(x) * 100}%`;
    marker.style.top = `${value(y) * 100}%`;
    const { naturalWidth: width, naturalHeight: height } = image;
    const boxWidth = Math.min(width, height * 1.5);
    const boxHeight = Math.min(height, width / 1.5);
    const left = Math.min(Math.max(value(x) * width - boxWidth / 2, 0), width - boxWidth);
    const top = Math.min(Math.max(value(y) * height - boxHeight / 2, 0), height - boxHeight);
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, left, top, boxWidth, boxHeight, 0, 0, canvas.width, canvas.height);
  }

  function move(toX, toY) {
    x.value = Math.min(1, Math.max(0, toX)).toFixed(2);
    y.value = Math.min(1, Math.max(0, toY)).toFixed(2);
    show();
  }

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    marker.focus();
  });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  marker.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const width = event.shiftKey ? 0.1 : 0.01;
    move(value(x) + step[0] * width, value(y) + step[1] * width);
  });

  x.addEventListener("input", show);
  y.addEventListener("input", show);
  image.addEventListener("load", show);

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen || !chosen.type.startsWith("image/")) return;
    if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src);
    image.removeAttribute("width");
    image.removeAttribute("height");
    image.src = URL.createObjectURL(chosen);
    move(0.5, 0.5);
  });

  show();
});
