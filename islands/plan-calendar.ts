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
  // While a date is dragged, its possible days in other months stand in a row at the edge of the window, with the note on the day below the mouse.
  const edge = document.createElement("div");
  edge.className = "kc-cal-edge";
  edge.hidden = true;
  const days = document.createElement("ul");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  edge.append(told, days);  // the row stays where it is when the note above it grows
  calendar.after(edge);
  const named = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  const show = (): void => {
    for (const [day, target] of targets) {
      let cell = calendar.querySelector<HTMLElement>(`[data-day="${day}"]`);
      if (!cell) {
        cell = document.createElement("li");
        cell.dataset.day = day;
        cell.textContent = named.format(new Date(`${day}T00:00:00Z`));
        days.append(cell);
      }
      cell.classList.add("is-target");
      cell.classList.toggle("is-warned", target.note !== "");
    }
    edge.hidden = false;
  };
  const leave = (except?: Element): void => {
    for (const area of [calendar, days]) for (const cell of area.querySelectorAll(".is-over")) if (cell !== except) cell.classList.remove("is-over");
  };
  const end = (): void => {
    dragged = undefined;
    targets = new Map();
    leave();
    for (const cell of calendar.querySelectorAll(".is-target")) cell.classList.remove("is-target", "is-warned");
    days.replaceChildren();
    told.textContent = "";
    edge.hidden = true;
  };
  for (const entry of entries) {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      targets = targetsOf(entry);
      event.dataTransfer?.setData("text/plain", entry.querySelector("a")?.textContent ?? "");
      setTimeout(show);  // a page that changes within this event would end the drag
    });
    entry.addEventListener("dragend", end);
  }
  const cellOf = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>("[data-day]") : null);
  for (const area of [calendar, edge]) {
    area.addEventListener("dragover", (event) => {
      const cell = cellOf(event);
      leave(cell ?? undefined);
      const target = dragged && cell ? targets.get(cell.dataset.day ?? "") : undefined;
      if (told.textContent !== (target?.note ?? "")) told.textContent = target?.note ?? "";
      if (!cell || !target) return;
      event.preventDefault();
      cell.classList.add("is-over");
    });
    area.addEventListener("drop", (event) => {
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
}

for (const calendar of document.querySelectorAll<HTMLElement>("[data-calendar]")) prepareCalendar(calendar);
