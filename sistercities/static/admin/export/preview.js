// The preview follows the form after a pause, and so does the address of the page.

const PAUSE = 600; // ms after the last change
// What is no part of the list.
const NOT_OF_THE_LIST = new Set(["csrfmiddlewaretoken", "name", "team", "revision", "profile"]);
const LONGEST_QUERY = 3500; // as in export_form.py

export const watchPreview = (form, section) => {
  let timer = null;
  let request = null;

  const query = () => {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "" && !NOT_OF_THE_LIST.has(name)) values.append(name, value);
    }
    return values;
  };

  const show = async () => {
    const values = query();
    values.set("part", "preview");
    // Too many chosen events for an address: the button sends them.
    if (String(values).length > LONGEST_QUERY) return;
    request?.abort();
    request = new AbortController();
    section.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${section.dataset.address}?${values}`, { signal: request.signal });
      if (!response.ok || response.redirected) return; // logged out: the buttons will say so
      section.innerHTML = await response.text();
      const address = section.querySelector(".export-count")?.dataset.address;
      const profile = new FormData(form).get("profile");
      if (address) history.replaceState(null, "", profile ? `${address}&profile=${profile}` : address);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    } finally {
      section.setAttribute("aria-busy", "false");
    }
  };

  const soon = (event) => {
    if (NOT_OF_THE_LIST.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
};
