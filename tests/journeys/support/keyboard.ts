// SPDX-License-Identifier: EUPL-1.2
// What a person without a mouse does: Tab until something has the focus, then a key.
import type { Locator, Page } from "@playwright/test";

export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < 250; i++) {
    if ((await target.count()) > 0 && (await target.first().evaluate((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Mit der Tabulatortaste nicht erreichbar: ${target}`);
}

export async function pressOn(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

// Goes into a group of radio buttons and on to the one with this number; the arrow keys choose as they go.
export async function chooseRadio(page: Page, group: Locator, number: number): Promise<void> {
  const radios = group.getByRole("radio");
  const checked = group.getByRole("radio", { checked: true });
  const any = (await checked.count()) > 0;
  await tabTo(page, any ? checked : radios.first());
  if (!any) await page.keyboard.press("Space");
  const at = await radios.evaluateAll((all) => all.findIndex((one) => (one as HTMLInputElement).checked));
  for (let i = at; i < number; i++) await page.keyboard.press("ArrowDown");
  for (let i = at; i > number; i--) await page.keyboard.press("ArrowUp");
}
