// A list on its way: how many rows are done, a button that stops it, and a file only when all of it is there.
//
// The server sends each piece behind two numbers, the rows so far and its length (events/admin/delivery.py).

const COMPLETE = 0xffffffff;

/** The pieces of a framed body, and the rows read so far as they come. Throws where the body ends too early. */
const read = async (body, progress) => {
  const reader = body.getReader();
  const parts = [];
  let waiting = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("the list ended before its end");
    const joined = new Uint8Array(waiting.length + value.length);
    joined.set(waiting);
    joined.set(value, waiting.length);
    waiting = joined;
    while (waiting.length >= 8) {
      const head = new DataView(waiting.buffer, waiting.byteOffset, 8);
      const [rows, length] = [head.getUint32(0), head.getUint32(4)];
      if (length === COMPLETE) return parts;
      if (waiting.length < 8 + length) break;
      parts.push(new Blob([waiting.subarray(8, 8 + length)])); // out of the memory of the page
      waiting = waiting.slice(8 + length);
      progress(rows);
    }
  }
};

const save = (parts, name, type) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Sends the form of a submit event by itself and shows the progress; `then` is called when the file is complete. */
export const deliver = async (event, form, then = () => {}) => {
  const shown = document.getElementById("export-progress");
  if (!shown || !window.ReadableStream) return;
  event.preventDefault();
  const [bar, words, cancel] = ["progress", "[role=status]", "button"].map((query) => shown.querySelector(query));
  const stop = new AbortController();
  const asked = new FormData(form, event.submitter);
  cancel.onclick = () => stop.abort();
  event.submitter.disabled = true;
  bar.removeAttribute("value"); // nobody knows yet how much there is
  words.textContent = "";
  shown.hidden = cancel.hidden = false;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: asked,
      signal: stop.signal,
      headers: { "X-Export-Frames": "1" },
    });
    if (response.headers.has("X-Export-Problem")) {
      bar.value = 0;
      words.textContent = await response.text();
      return;
    }
    if (!response.headers.has("X-Export-Frames")) {
      // Something to correct, or logged out: the page itself says what.
      shown.hidden = true;
      event.submitter.disabled = false;
      const plain = document.createElement("input");
      Object.assign(plain, { type: "hidden", name: event.submitter.name, value: event.submitter.value });
      if (plain.name) form.append(plain);
      form.submit();
      return;
    }
    const total = Number(response.headers.get("X-Export-Total"));
    bar.max = Math.max(total, 1);
    bar.value = 0;
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    let said = 0;
    const parts = await read(response.body, (rows) => {
      bar.value = rows;
      // Not every piece is worth a word: screen readers say each of them.
      if (rows !== total && Date.now() - said < 2000) return;
      said = Date.now();
      words.textContent = shown.dataset.rows
        .replace("{done}", numbers.format(rows))
        .replace("{total}", numbers.format(total));
    });
    save(parts, decodeURIComponent(response.headers.get("X-Export-Name")), response.headers.get("X-Export-Type"));
    bar.value = bar.max;
    words.textContent = shown.dataset.done;
    then();
  } catch (error) {
    bar.value = 0;
    words.textContent = error.name === "AbortError" ? shown.dataset.cancelled : shown.dataset.broken;
  } finally {
    cancel.hidden = true;
    event.submitter.disabled = false;
  }
};
