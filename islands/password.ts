// SPDX-License-Identifier: EUPL-1.2
// Shows and hides what is typed into a password field. Belongs to templates/password_field.mustache.

export function passwordIsland(field: HTMLElement): void {
  const input = field.querySelector<HTMLInputElement>("input[type=password]");
  if (!input) return;
  const show = field.dataset.show ?? "";
  const hide = field.dataset.hide ?? "";

  const row = document.createElement("div");
  row.className = "kc-password__row";
  input.replaceWith(row);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--secondary";
  button.setAttribute("aria-controls", input.id);
  const label = document.createElement("span");
  label.className = "kern-label";
  label.textContent = show;
  button.append(label);
  row.append(input, button);

  const set = (visible: boolean): void => {
    input.type = visible ? "text" : "password";
    label.textContent = visible ? hide : show;
  };
  button.addEventListener("click", () => set(input.type === "password"));
  // Never send or remember it as plain text in the browser's form history.
  input.form?.addEventListener("submit", () => set(false));
}
