// SPDX-License-Identifier: EUPL-1.2
// Opens the confirmation page of a link as a dialog on the same page: <a data-island="confirm" href="/…/loeschen">.
// Without this island the link simply leads to that page, whose form does the work in both cases.

export function confirmIsland(link: HTMLElement): void {
  if (!(link instanceof HTMLAnchorElement) || typeof HTMLDialogElement === "undefined") return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href).catch(() => {
      location.href = link.href;
    });
  });
}

async function open(address: string): Promise<void> {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.querySelector(".kc-confirm");
  if (!response.ok || !content) throw new Error("no confirmation on this page");

  const dialog = document.createElement("dialog");
  dialog.className = "kc-dialog";
  dialog.append(document.adoptNode(content));
  const heading = dialog.querySelector("h1");
  if (heading) {
    // The page behind the dialog keeps its own first heading.
    const title = document.createElement("h2");
    title.id = "bestaetigung";
    title.textContent = heading.textContent;
    heading.replaceWith(title);
    dialog.setAttribute("aria-labelledby", title.id);
  }
  const cancel = dialog.querySelector<HTMLElement>("[data-cancel]");
  cancel?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  cancel?.focus();  // a hasty Enter must not delete
}
