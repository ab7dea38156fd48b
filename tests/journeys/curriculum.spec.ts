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

test("a date is dragged with the mouse to another day, told what it costs, and taken back", async ({ page, site }, info) => {
  test.skip(info.project.name === "phone", "there is no mouse on a phone; the journey before this one shows the way without");
  await signIn(page, site, "learner");
  await havePlan(page);
  await page.goto("/lehrplan/kalender");
  // A month with a date that can move; the other days of it may lie in months that are not in sight.
  let from = "", to = "", title = "";
  for (let month = 0; month < 14 && !to; month++) {
    [from, to, title] = await page.evaluate(() => {
      const entry = document.querySelector<HTMLElement>("[data-dates]");
      const days = (entry?.dataset.dates ?? "").split(" ").map((part) => part.split("=")[0] ?? "");
      return [entry?.closest<HTMLElement>("[data-day]")?.dataset.day ?? "", days.at(-1) ?? "", entry?.querySelector("a")?.textContent ?? ""];
    });
    if (!to) await page.goto((await page.getByRole("link", { name: "Nächster Monat" }).getAttribute("href"))!);
  }
  expect(to, "a date that can move").not.toBe("");
  await expect(page.locator("[data-drag-hint]")).toBeVisible();
  const entry = page.locator(`td[data-day="${from}"] [data-dates]`).first();
  await page.evaluate((day) => document.querySelector(`td[data-day="${day}"]`)?.scrollIntoView({ block: "center", behavior: "instant" }), from);
  const start = (await entry.boundingBox())!;
  await page.mouse.move(start.x + 6, start.y + start.height - 4);
  await page.mouse.down();
  await page.mouse.move(start.x + 16, start.y + start.height - 10, { steps: 4 });
  const goal = page.locator(`[data-day="${to}"]`);
  await expect(goal).toHaveClass(/is-target/);
  const end = (await goal.boundingBox())!;
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  // A hand never holds quite still, and the browser tells of a drag only while it moves.
  let shake = 1;
  await expect(async () => {
    shake = -shake;
    await page.mouse.move(end.x + end.width / 2 + shake, end.y + end.height / 2);
    await expect(goal).toHaveClass(/is-over/, { timeout: 200 });
  }).toPass({ timeout: 10_000 });
  await page.mouse.up();
  const told = page.getByRole("status").filter({ hasText: "ist fest eingeplant" });
  await expect(told).toContainText(title);
  await expect(page).toHaveURL(/geaendert=/);
  await expectGoodPage(page);
  await told.getByRole("button", { name: "Rückgängig machen" }).click();
  await expect(page.getByText("Ihr Wunsch ist zurückgenommen.")).toBeVisible();
});

test("the accepted plan is taken along as a PDF, and only by its owner", async ({ page, site, browser }) => {
  await signIn(page, site, "learner");
  await havePlan(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Lehrplan zum Drucken (PDF)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("lehrplan.pdf");
  const answer = await page.request.get("/lehrplan/lehrplan.pdf");
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  const file = (await answer.body()).toString("latin1");
  expect(file.startsWith("%PDF-")).toBe(true);
  expect(file).toContain("/Lang (de-DE)");
  const other = await (await browser.newContext({ baseURL: site.address, locale: "de-DE" })).newPage();
  await signIn(other, site, "supervisor");
  expect((await other.request.get("/lehrplan/lehrplan.pdf")).status()).toBeGreaterThanOrEqual(403);
  await other.context().close();
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
