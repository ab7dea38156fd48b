// SPDX-License-Identifier: EUPL-1.2
// The whole way of a clerk: from the first sign-in without a profile to an accepted curriculum, and what happens when things change.
import type { Page } from "@playwright/test";
import { expect, expectGoodPage, signIn, test, type Site } from "./support/site";

test.describe.configure({ mode: "serial" });

async function followNextStep(page: Page, name: string): Promise<void> {
  await page.goto("/uebersicht");
  await page.getByRole("region").filter({ hasText: "Ihr nächster Schritt" }).getByRole("link", { name }).click();
}

// Answers every question with the second level, and lets one be unknown.
async function answerAllQuestions(page: Page): Promise<number> {
  let answered = 0;
  for (let i = 0; i < 60; i++) {
    if (!(await page.getByRole("group", { name: "Was trifft auf Sie am besten zu?" }).count())) break;
    if (i === 0) await expectGoodPage(page);
    if (i === 1) {
      await page.getByRole("button", { name: /Weiß ich nicht/ }).click();
      continue;
    }
    await page.getByRole("radio").nth(i % 3).check();
    await page.getByRole("button", { name: "Speichern und weiter" }).click();
    answered++;
  }
  return answered;
}

async function makeProfile(page: Page, site: Site): Promise<void> {
  await signIn(page, site, "newcomer");
  await expectGoodPage(page);
  await followNextStep(page, "Tätigkeit wählen");
  await expectGoodPage(page);
  await page.getByLabel(/Heutige Tätigkeit/).selectOption({ label: "Bürgerservice" });
  await page.getByRole("button", { name: "Speichern und weiter" }).click();

  await followNextStep(page, "Fragen beantworten");
  await expectGoodPage(page);
  await page.getByRole("link", { name: /Frage|beginnen|Weiter/ }).first().click();
  expect(await answerAllQuestions(page)).toBeGreaterThan(8);

  await page.goto("/profil/interessen");
  await expectGoodPage(page);
  await page.locator("main summary").first().click();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: /Speichern/ }).click();

  await page.goto("/profil/lernzeit");
  await expectGoodPage(page);
  await page.getByLabel("Lernzeit insgesamt in Stunden").fill("30");
  await page.getByRole("checkbox", { name: "Freitag" }).uncheck();
  await page.getByRole("button", { name: "Speichern" }).click();
}

test("a clerk without a profile reaches an accepted curriculum", async ({ page, site }) => {
  await makeProfile(page, site);

  await page.goto("/kompetenzen");
  await expectGoodPage(page);
  for (const view of ["Balken", "Netz"]) {
    await page.getByRole("navigation", { name: "Darstellung" }).getByRole("link", { name: view }).click();
    await expect(page.locator("main svg:not(.kc-defs)").first()).toBeVisible();
    await expectGoodPage(page);
  }

  await page.goto("/lehrplan");
  const compute = page.getByRole("button", { name: "Lehrplan berechnen" });
  if (await compute.count()) await compute.click();
  await expect(page.getByText("Das ist der bestmögliche Plan unter Ihren Grenzen", { exact: false })).toBeVisible();
  await expectGoodPage(page);

  // An unwanted unit is gone at once.
  const title = await page.locator("article h3").first().innerText();
  await page.locator("article").filter({ has: page.getByRole("heading", { name: title, exact: true }) }).getByRole("button", { name: /^Nicht gewünscht/ }).click();
  await page.goto("/lehrplan");
  await expect(page.locator("article").getByRole("heading", { name: title, exact: true })).toHaveCount(0);
  await expectGoodPage(page);

  await page.getByRole("button", { name: "Annehmen", exact: true }).first().click();
  await page.goto("/lehrplan");
  await expect(page.getByRole("button", { name: "Annehmen", exact: true })).toHaveCount(0);
  await page.goto("/uebersicht");
  await expect(page.getByRole("region", { name: "Mein Lehrplan" })).toBeVisible();
  await expectGoodPage(page);
});

test("a changed profile leads to a new proposal that shows its difference, and can be accepted and undone", async ({ page, site }) => {
  await signIn(page, site, "newcomer");
  await page.goto("/profil/lernzeit");
  await page.getByLabel("Lernzeit insgesamt in Stunden").fill("12");
  await page.getByRole("button", { name: "Speichern" }).click();
  // The proposal is computed by a job right after the change.
  await expect(async () => {
    await page.goto("/lehrplan/vorschlag");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Neuer Vorschlag");
    await expect(page.getByRole("button", { name: "Annehmen", exact: true }).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Annehmen", exact: true }).first().click();
  await page.goto("/lehrplan");
  await expectGoodPage(page);
  await page.getByRole("button", { name: /Rückgängig|rückgängig/ }).first().click();
  await page.goto("/lehrplan/verlauf");
  await expectGoodPage(page);
});

test("other limits show at once what they would change, without being stored", async ({ page, site }) => {
  await signIn(page, site, "newcomer");
  await page.goto("/lehrplan/grenzen");
  await expectGoodPage(page);
  await page.getByRole("textbox", { name: "Stunden insgesamt" }).fill("60");
  await page.getByRole("button", { name: "Ausprobieren" }).click();
  await expectGoodPage(page);
  await page.goto("/profil/lernzeit");
  await expect(page.getByLabel("Lernzeit insgesamt in Stunden")).not.toHaveValue("60");
});

test("what is completed stands on the dashboard", async ({ page, site }) => {
  await signIn(page, site, "newcomer");
  await page.goto("/lehrplan");
  const article = page.locator("article").first();
  const title = await article.getByRole("heading").innerText();
  await article.getByRole("link", { name: /^Erledigt/ }).click();
  await expectGoodPage(page);
  await page.locator("main").getByRole("button").first().click();
  await page.goto("/uebersicht");
  await expect(page.getByRole("region", { name: "Abgeschlossen" })).toContainText(title);
});
