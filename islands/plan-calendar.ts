// SPDX-License-Identifier: EUPL-1.2
// Dates of the plan can be dragged to another possible day: the same form is sent that "Verlegen" leads to. Without it, and for everybody
// who does not use a mouse, that link shows the dates with a button each. What there is to know about a day (another date, a long way) is
// told at the edge of the window while the mouse is over it, so that the calendar does not move under the mouse.

interface Target { date: string; note: string }

function targetsOf(entry: HTMLElement): Map<string, Target> {
  const notes = new Map((entry.dataset.notes ?? "").split("\n").map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)] as const;
  }));
  const targets = new Map<string, Target>();
  for (const part of (entry.dataset.dates ?? "").split(" ")) {
    const [day, rest] = part.split("=");
    if (!day || !rest || targets.has(day)) continue;
    const date = rest.replace("!", "");
    targets.set(day, { date, note: notes.get(date) ?? "" });
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
  const told = document.createElement("p");
  told.className = "kc-cal-note";
  told.setAttribute("role", "status");
  told.hidden = true;
  calendar.after(told);
  const tell = (text: string): void => {
    if (told.textContent !== text) told.textContent = text;
    told.hidden = text === "";
  };

  const end = (): void => {
    dragged = undefined;
    targets = new Map();
    for (const cell of calendar.querySelectorAll(".is-target, .is-over")) cell.classList.remove("is-target", "is-over", "is-warned");
    tell("");
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
        cell.classList.toggle("is-warned", target.note !== "");
      }
    });
    entry.addEventListener("dragend", end);
  }
  const cellOf = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>("[data-day]") : null);
  calendar.addEventListener("dragover", (event) => {
    const cell = cellOf(event);
    for (const other of calendar.querySelectorAll(".is-over")) if (other !== cell) other.classList.remove("is-over");
    const target = dragged && cell ? targets.get(cell.dataset.day ?? "") : undefined;
    tell(target?.note ?? "");
    if (!cell || !target) return;
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
