// SPDX-License-Identifier: EUPL-1.2
// Shows beside the editor how ready the description is, while one types: sends the form to the check and puts the answer in.
// Belongs to src/authoring/templates/editor.mustache. Without this island the button "Prüfen" shows the same.

const pause = 700; // milliseconds after the last key

function readinessIsland(form: HTMLFormElement): void {
  const address = form.dataset.check;
  const target = document.getElementById(form.dataset.target ?? "");
  if (!address || !target) return;
  let timer = 0;
  let running: AbortController | undefined;

  const check = async (): Promise<void> => {
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const response = await fetch(address, {
        method: "POST",
        body: new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)])),
        headers: { Accept: "text/html", "HX-Request": "true", "HX-Target": target.id },
        signal: mine.signal,
      });
      if (!response.ok) return; // the last state stays; saving tells what is wrong
      show(target, await response.text());
    } catch {
      // aborted by the next key, or offline: the last state stays
    }
  };

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void check(), pause);
  });
}

function show(target: HTMLElement, html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const state = target.querySelector("[role=status]");
  const newState = page.querySelector("[role=status]");
  if (!state || !newState) return;
  // The status stays the same element: it is read aloud only when its words change.
  if (state.textContent !== newState.textContent) state.textContent = newState.textContent;
  const meter = target.querySelector("progress");
  const newMeter = page.querySelector("progress");
  if (meter && newMeter) meter.value = newMeter.value;
  const open = [...target.querySelectorAll<HTMLDetailsElement>("details")].map((details) => details.open);
  const list = target.querySelector("[data-readiness-list]");
  const newList = page.querySelector("[data-readiness-list]");
  if (!list || !newList) return;
  newList.querySelectorAll<HTMLDetailsElement>("details").forEach((details, index) => {
    if (open[index] !== undefined) details.open = open[index];
  });
  list.replaceWith(newList);
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-island=readiness]")) readinessIsland(form);
