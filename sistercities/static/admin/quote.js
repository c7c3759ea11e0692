"use strict";

// The form of a quote: offers the speaker's roles, chooses the one of that day and copies its titles, as saving would.
{
  const field = (name) => document.getElementById(`id_${name}`);
  const TITLES = ["title_en", "title_de"];
  const copied = { title_en: "", title_de: "" };
  let roles = [];

  const copy = (role) => {
    for (const name of TITLES) {
      const input = field(`role_${name}`);
      // What somebody typed stays.
      if (input.value !== "" && input.value !== copied[name]) continue;
      input.value = copied[name] = role?.[name] ?? "";
    }
    const city = field("city");
    if (role?.city && city && !city.value) {
      city.add(new Option(role.city.name, role.city.id, true, true));
      window.django.jQuery(city).trigger("change");
    }
  };

  const ask = async (address) => {
    const query = new URLSearchParams({ speaker: field("speaker").value, said_on: field("said_on")?.value ?? "" });
    const response = await fetch(`${address}?${query}`);
    // Logged out, or no right to see people: saving finds the role or says why not.
    return response.ok && !response.redirected ? response.json() : { roles: [], held: null };
  };

  document.addEventListener("DOMContentLoaded", async () => {
    const choice = field("role");
    if (!choice || !field("role_title_en")) return;
    const address = choice.dataset.roles;
    const chosen = () => roles.find((role) => String(role.id) === choice.value);
    const again = async () => {
      const before = choice.value;
      const answer = await ask(address);
      roles = answer.roles;
      choice.replaceChildren(choice.options[0], ...roles.map((role) => new Option(role.label, role.id)));
      choice.value = String(answer.held ?? (roles.some((role) => String(role.id) === before) ? before : ""));
      copy(chosen());
    };
    if (field("speaker").value) {
      roles = (await ask(address)).roles;
      for (const name of TITLES) copied[name] = chosen()?.[name] ?? "";
    }
    window.django.jQuery(field("speaker")).on("change", again); // select2 tells jQuery only
    field("said_on")?.addEventListener("change", again);
    choice.addEventListener("change", () => copy(chosen()));
  });
}
