// SPDX-License-Identifier: EUPL-1.2
// Dates of the plan can be dragged to another possible day: the same form is sent that "Verlegen" leads to. Without it, and for everybody
// who does not use a mouse, that link shows the dates with a button each.

interface Target { date: string; overlaps: boolean }

function targetsOf(entry: HTMLElement): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const part of (entry.dataset.dates ?? "").split(" ")) {
    const [day, rest] = part.split("=");
    if (day && rest && !targets.has(day)) targets.set(day, { date: rest.replace("!", ""), overlaps: rest.endsWith("!") });
  }
  return targets;
}

function prepareCalendar(calendar: HTMLElement): void {
  const form = document.getElementById("verlegen-ziehen");
  const entries = calendar.querySelectorAll<HTMLElement>("[data-dates]");
  if (!(form instanceof HTMLFormElement) || entries.length === 0 || !matchMedia("(pointer: fine)").matches) return;
  document.querySelector<HTMLElement>("[data-drag-hint]")?.removeAttribute("hidden");
  let dragged: HTMLElement | undefined;
  let targets = new Map<string, Target>();

  const end = (): void => {
    dragged = undefined;
    targets = new Map();
    for (const cell of calendar.querySelectorAll(".is-target, .is-over")) cell.classList.remove("is-target", "is-over");
    for (const note of calendar.querySelectorAll(".kc-cal__overlap")) note.remove();
  };
  for (const entry of entries) {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      targets = targetsOf(entry);
      event.dataTransfer?.setData("text/plain", entry.querySelector("a")?.textContent ?? "");
      for (const cell of calendar.querySelectorAll<HTMLElement>("[data-day]")) {
        const target = targets.get(cell.dataset.day ?? "");
        if (!target) continue;
        cell.classList.add("is-target");
        if (!target.overlaps) continue;
        const note = document.createElement("p");  // told before it is dropped
        note.className = "kc-cal__overlap kc-cal__facts";
        note.textContent = calendar.dataset.overlap ?? "";
        cell.append(note);
      }
    });
    entry.addEventListener("dragend", end);
  }
  const cellOf = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>("[data-day]") : null);
  calendar.addEventListener("dragover", (event) => {
    const cell = cellOf(event);
    for (const other of calendar.querySelectorAll(".is-over")) if (other !== cell) other.classList.remove("is-over");
    if (!dragged || !cell || !targets.has(cell.dataset.day ?? "")) return;
    event.preventDefault();
    cell.classList.add("is-over");
  });
  calendar.addEventListener("drop", (event) => {
    const target = targets.get(cellOf(event)?.dataset.day ?? "");
    const unit = dragged?.dataset.unit;
    const date = form.elements.namedItem("date");
    if (!target || !unit || !(date instanceof HTMLInputElement)) return;
    event.preventDefault();
    date.value = target.date;
    form.method = "post";
    form.action = `/lehrplan/einheiten/${unit}/festlegung`;
    form.submit();
  });
}

for (const calendar of document.querySelectorAll<HTMLElement>("[data-calendar]")) prepareCalendar(calendar);
