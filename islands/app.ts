// SPDX-License-Identifier: EUPL-1.2
// Loaded on every page: closes open menus, keeps focus where a refused form needs it, starts the small islands by their
// data-island mark. Everything works without this file.
import { confirmIsland } from "./confirm";
import { passwordIsland } from "./password";
import { textLengthIsland } from "./text-length";

const islands: Record<string, (element: HTMLElement) => void> = {
  confirm: confirmIsland,
  password: passwordIsland,
  "text-length": textLengthIsland,
};

function start(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-island]")) {
    if (element.dataset.started !== undefined) continue;
    element.dataset.started = "";
    islands[element.dataset.island ?? ""]?.(element);
  }
}

function closeMenus(except: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.kc-menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target instanceof Element ? event.target.closest("details.kc-menu") : null);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector<HTMLDetailsElement>("details.kc-menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

start(document);
document.getElementById("fehler")?.focus();
// Parts that htmx puts in later can hold islands as well.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof HTMLElement && node.parentNode) start(node.parentNode);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
