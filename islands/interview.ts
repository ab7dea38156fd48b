// SPDX-License-Identifier: EUPL-1.2
// In the dialogue, Enter sends a free answer and Shift with Enter begins a new line. Without it the button does the same.

function prepare(root: ParentNode): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-enter-sends]")) {
    if (part.dataset.started !== undefined) continue;
    part.dataset.started = "";
    const field = part.querySelector("textarea");
    const hint = part.querySelector<HTMLElement>("[data-enter-hint]");
    if (!field || !part.closest("#gespraech")) continue;
    if (hint) hint.hidden = false;
    field.addEventListener("keydown", (event) => {
      // While letters are still being composed, Enter belongs to the keyboard.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      const form = field.form;
      form?.requestSubmit(form.querySelector<HTMLButtonElement>("button[value=weiter]") ?? undefined);
    });
  }
}

prepare(document);
new MutationObserver(() => prepare(document)).observe(document.body, { childList: true, subtree: true });
