// SPDX-License-Identifier: EUPL-1.2
// Puts a native slider beside each limit of the what-if page. The text field stays the one that is sent; the slider only writes into it, so
// that the answer (htmx) comes while it moves. Belongs to src/planning/templates/slider_field.mustache.

function numberOf(text: string): number {
  const value = Number(text.trim().replace(/\./g, "").replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? NaN : value;
}

function sliderBeside(part: HTMLElement): void {
  const input = part.querySelector<HTMLInputElement>("input");
  const label = part.querySelector("label");
  if (!input || !label) return;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "kc-slider__range";
  slider.min = part.dataset.min ?? "0";
  slider.max = part.dataset.max ?? "100";
  slider.step = part.dataset.step ?? "1";
  slider.setAttribute("aria-label", label.textContent?.trim() ?? "");
  const follow = (): void => {
    const value = numberOf(input.value);
    slider.value = String(Number.isNaN(value) ? part.dataset.start : value);
    slider.setAttribute("aria-valuetext", input.value || slider.value);
  };
  follow();
  slider.addEventListener("input", (event) => {
    event.stopPropagation();  // the field below says it, once
    input.value = slider.value;
    slider.setAttribute("aria-valuetext", slider.value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  input.addEventListener("change", follow);
  input.closest(".kern-form-input")?.append(slider);
}

for (const part of document.querySelectorAll<HTMLElement>("[data-slider]")) sliderBeside(part);
