// SPDX-License-Identifier: EUPL-1.2
// The search page: keeps opened filters open and the keyboard where it was while hits and filters are renewed. Without it the page works
// the same, with a button instead of results as one types.

const page = document.getElementById("suchseite");
const opened = new Map<string, boolean>();
let focused: { name: string; value: string } | undefined;

function restore(root: HTMLElement): void {
  for (const details of root.querySelectorAll<HTMLDetailsElement>("details[id]")) {
    const open = opened.get(details.id);
    if (open !== undefined) details.open = open;
  }
  if (focused === undefined || document.activeElement !== document.body) return;
  for (const control of root.querySelectorAll<HTMLInputElement | HTMLSelectElement>("#ergebnis input, #ergebnis select")) {
    if (control.name === focused.name && (control instanceof HTMLSelectElement || control.type !== "checkbox" || control.value === focused.value)) {
      control.focus({ preventScroll: true });
      return;
    }
  }
}

if (page) {
  // Only what a person does is remembered, not what the server opens.
  page.addEventListener("click", (event) => {
    const summary = event.target instanceof Element ? event.target.closest("summary") : null;
    const details = summary?.parentElement;
    if (details instanceof HTMLDetailsElement && details.id !== "") opened.set(details.id, !details.open);
  });
  page.addEventListener("focusin", (event) => {
    const control = event.target;
    focused = control instanceof HTMLInputElement || control instanceof HTMLSelectElement ? { name: control.name, value: control.value } : undefined;
  });
  // The words were searched for while they were typed; leaving their field is no new question.
  document.getElementById("feld-q")?.addEventListener("change", (event) => event.stopPropagation());
  new MutationObserver(() => restore(page)).observe(page, { childList: true });
  // htmx gives elements their final attributes a moment after it put them in.
  document.addEventListener("htmx:after:settle", () => restore(page));
}
