// SPDX-License-Identifier: EUPL-1.2
// Says how many characters are left once a text comes near its limit. Belongs to templates/textarea_field.mustache.

export function textLengthIsland(field: HTMLElement): void {
  const input = field.querySelector<HTMLTextAreaElement>("textarea");
  const max = Number(field.dataset.max);
  if (!input || !(max > 0)) return;
  const hint = document.createElement("p");
  hint.className = "kc-once-left";
  hint.setAttribute("aria-live", "polite");
  input.after(hint);

  const update = (): void => {
    const left = max - [...input.value].length;
    // Quiet until it matters: a number that changes with every key disturbs people who listen.
    hint.textContent = left <= Math.min(100, max / 5) ? `${left} ${field.dataset.left ?? ""}` : "";
  };
  input.addEventListener("input", update);
  update();
}
