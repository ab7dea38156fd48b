// SPDX-License-Identifier: EUPL-1.2
// A plan that keeps up: a change leads to a difference, which is accepted and undone; limits are tried and dates moved without a mouse.
import type { Page } from "@playwright/test";
import { pressOn, tabTo } from "./support/keyboard";
import { expect, expectGoodPage, signIn, test } from "./support/site";

test.use({ region: "curriculum" });
test.describe.configure({ mode: "serial" });

async function havePlan(page: Page): Promise<void> {
  await page.goto("/lehrplan");
  const compute = page.getByRole("button", { name: "Lehrplan berechnen" });
  if (await compute.count()) await compute.click();
  await page.goto("/lehrplan");
  const accept = page.getByRole("button", { name: "Annehmen", exact: true });
  if (await accept.count()) await accept.first().click();
  await page.goto("/lehrplan");
  await expect(page.getByRole("link", { name: "Termine für Ihren Kalender (ICS)" })).toBeVisible();
}

test("a changed profile leads to a difference with reasons; it is put off, accepted and undone", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await havePlan(page);
  await page.goto("/profil/lernzeit");
  await page.getByLabel("Lernzeit insgesamt in Stunden").fill("10");
  await page.getByRole("button", { name: "Speichern" }).click();
  // The proposal is computed by a job right after the change.
  await expect(async () => {
    await page.goto("/lehrplan/vorschlag");
    await expect(page.getByText("Anlass: Ihr Profil hat sich geändert.", { exact: false })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Das ändert sich" })).toBeVisible();
  await expectGoodPage(page);

  await page.getByText("Später entscheiden").click();
  await page.getByLabel("Wann erinnern wir Sie?").selectOption({ label: "In zwei Wochen" });
  await page.getByRole("button", { name: "Zurückstellen" }).click();
  await expect(page.getByText("Ein Vorschlag ist zurückgestellt bis", { exact: false })).toBeVisible();
  await expectGoodPage(page);

  await page.getByRole("link", { name: "Vorschlag ansehen" }).click();
  await page.getByRole("button", { name: "Annehmen", exact: true }).first().click();
  await expect(page.getByText("Sie haben den Lehrplan angenommen.")).toBeVisible();
  await page.getByRole("button", { name: "Annahme rückgängig machen" }).click();
  await expect(page.getByText("Die Annahme ist rückgängig gemacht.")).toBeVisible();
  await page.goto("/lehrplan/verlauf");
  await expectGoodPage(page);
});

test("limits answer while a slider is moved by keyboard, and nothing is stored", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/lehrplan/grenzen");
  await expectGoodPage(page);
  const slider = page.getByRole("slider", { name: "Stunden insgesamt" });
  await tabTo(page, slider);
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  const result = page.locator("#ergebnis");
  await expect(result.getByRole("heading", { name: "Mit den anderen Grenzen" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Stunden insgesamt" })).not.toHaveValue("10");
  await expectGoodPage(page);
  const reach = page.getByRole("slider", { name: /Kilometer/ });
  await tabTo(page, reach);
  await page.keyboard.press("End");
  await expect(page.getByRole("textbox", { name: /Kilometer/ })).toHaveValue("100");
  await expect(result.getByRole("heading", { name: "Das wäre anders" })).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/profil/lernzeit");
  await expect(page.getByLabel("Lernzeit insgesamt in Stunden")).toHaveValue("10");
});

test("a date is moved in the calendar by keyboard, says what it costs, and is undone", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/profil/lernzeit");
  await page.getByLabel("Lernzeit insgesamt in Stunden").fill("60");
  await page.getByRole("button", { name: "Speichern" }).click();
  await page.goto("/lehrplan");
  await page.getByRole("button", { name: "Neu berechnen" }).click();
  await page.goto("/lehrplan/kalender?ansicht=wochen&plan=vorschlag");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Monat", exact: true }).click();
  await expectGoodPage(page);
  await page.goto("/lehrplan/kalender?ansicht=wochen&plan=vorschlag");
  await pressOn(page, page.getByRole("link", { name: /^Verlegen/ }).first());
  const moving = page.getByRole("region", { name: /auf einen anderen Termin legen/ });
  await expect(moving).toBeVisible();
  await expectGoodPage(page);
  await pressOn(page, moving.getByRole("button", { name: /^Auf diesen Termin legen/ }).first());
  const told = page.getByRole("status").filter({ hasText: "ist fest eingeplant" });
  await expect(told).toBeVisible();
  await expect(told).toContainText(/kostet|ändert Ihr Wunsch|passt nicht/);
  await expectGoodPage(page);
  await page.goto("/lehrplan/wuensche");
  await expectGoodPage(page);
  await pressOn(page, page.getByRole("button", { name: /^Nicht mehr festlegen/ }).first());
  await expect(page.getByText("Ihr Wunsch ist zurückgenommen.")).toBeVisible();
});

test("settings and the private calendar address are in the person's hands", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/lehrplan/einstellungen");
  await expectGoodPage(page);
  await page.getByLabel("Höchstens einmal in der Woche").check();
  await page.getByRole("button", { name: "Einwilligen und E-Mails bestellen" }).click();
  await expect(page.getByText("Ihre Einstellungen sind gespeichert.")).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/lehrplan/kalender");
  await page.getByRole("button", { name: "Adresse anlegen" }).click();
  const address = await page.getByLabel("Adresse").inputValue();
  await expectGoodPage(page);
  expect((await page.request.get(address)).status()).toBe(200);
  await page.getByRole("link", { name: "Zum Kalender" }).click();
  await page.getByRole("button", { name: "Adresse ungültig machen" }).click();
  await expect(page.getByText("Die Kalender-Adresse ist ungültig.")).toBeVisible();
  expect((await page.request.get(address)).status()).toBe(404);
});
