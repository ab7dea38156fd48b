// SPDX-License-Identifier: EUPL-1.2
// HR plans for a department from numbers, sees what leaves and invites; nobody's competences stand beside a name.
import { pressOn } from "./support/keyboard";
import { expect, expectGoodPage, signIn, test } from "./support/site";

test.use({ region: "teams" });

test("HR plans a department, looks at the result, invites, and deletes the plan", async ({ page, site }) => {
  test.setTimeout(240_000);
  await signIn(page, site, "hr");
  // Many entries are gathered in menus, which open by keyboard; on a phone all stand in one.
  const phone = (page.viewportSize()?.width ?? 0) < 1000;
  const menu = phone ? page.getByText("Menü", { exact: true }) : page.getByRole("navigation", { name: "Hauptnavigation" }).getByText("Meine Aufgaben");
  if (phone) await menu.click();  // covers the page, so that axe could not tell the contrast below it
  else {
    await pressOn(page, menu);
    await expectGoodPage(page);
  }
  await page.getByRole("link", { name: "Teamplanung", exact: true }).click();
  await expect(page).toHaveURL(/\/teamplanung$/);
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Neuer Plan" }).click();
  await expect(page.getByText("Jede Berechnung wird protokolliert.", { exact: false })).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Plan berechnen" }).click();
  await expect(page.getByRole("alert")).toContainText("Bitte nennen Sie mindestens eine Kompetenz.");
  await expectGoodPage(page);

  const duty = page.getByRole("group", { name: "Aufgabe 1" });
  await duty.getByLabel("Kompetenz", { exact: false }).selectOption({ label: "Gesprächsführung" });
  await duty.getByLabel(/^Stufe/).selectOption("3");
  await duty.getByLabel(/^Personen/).fill("5");
  const until = new Date();
  until.setMonth(until.getMonth() + 10);
  await duty.getByLabel(/^Bis wann/).fill(until.toISOString().slice(0, 10));
  await page.getByLabel(/^Höchstens abwesend/).fill("2");
  await page.getByRole("button", { name: "Plan berechnen" }).click();
  await expect(page.getByText("Der Plan ist berechnet und gespeichert.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 1, name: "Teamplan" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("auf Fünferschritte abgerundet");
  await expectGoodPage(page);

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1, name: "Teamplan" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Hauptnavigation" })).toBeHidden();
  await expect(page.getByRole("button", { name: /^Zum Mitmachen einladen/ })).toHaveCount(0);
  await page.emulateMedia({ media: null });

  const plan = page.url();
  const invite = page.getByRole("button", { name: /^Zum Mitmachen einladen/ });
  if (await invite.count()) {
    await invite.first().click();
    await expect(page.getByText("Die Einladung ist veröffentlicht.")).toBeVisible();
    await expectGoodPage(page);
    await page.getByRole("button", { name: /^Einladung beenden/ }).first().click();
    await expect(page.getByText("Die Einladung ist beendet.")).toBeVisible();
  }
  await page.goto(`${new URL(plan).pathname}/loeschung`);
  await expectGoodPage(page);
  await page.getByRole("main").getByRole("button", { name: "Plan löschen" }).click();
  await expect(page.getByText("Der Plan ist gelöscht.")).toBeVisible();
  await expectGoodPage(page);
});

test("HR sees risks and deadlines, enters an exit, and others see none of it", async ({ page, site, browser }) => {
  await signIn(page, site, "hr");
  await page.goto("/teamplanung/risiken");
  await expect(page.getByRole("region", { name: "Kompetenzen nach Risiko" }).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Wer bis wann ausscheidet" })).toContainText(/20\d\d/);
  await expect(page.getByRole("region", { name: "Kompetenzen nach Risiko" })).toContainText("Beschäftigte brauchen sie");
  await expectGoodPage(page);
  await page.getByRole("link", { name: /^Teamplan beginnen/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Neuer Teamplan" })).toBeVisible();
  await expectGoodPage(page);

  await page.goto("/teamplanung/ausscheiden");
  await expectGoodPage(page);
  await page.getByLabel(/^Jahr des Ausscheidens/).first().fill("2039");
  await page.getByRole("button", { name: /^Speichern/ }).first().click();
  await expect(page.getByText("Das Jahr ist gespeichert.")).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/teamplanung/ausscheiden/tabelle");
  await expectGoodPage(page);
  await page.getByLabel(/^Tabelle/).setInputFiles({
    name: "ausscheiden.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("E-Mail;Ausscheiden\nniemand@weinheim.example;2031\n"),
  });
  await page.getByRole("button", { name: "Prüfen" }).click();
  await expect(page.getByRole("main")).toContainText("In Ihrer Verwaltung gibt es diese Person nicht.");
  await expectGoodPage(page);

  const learner = await (await browser.newContext({ baseURL: site.address, locale: "de-DE", viewport: { width: 375, height: 812 } })).newPage();
  await signIn(learner, site, "learner");
  await learner.goto("/teamplanung/aufrufe");
  await expect(learner.getByRole("heading", { level: 1, name: "Einladungen zum Lernen" })).toBeVisible();
  await expectGoodPage(learner);
  expect((await learner.goto("/teamplanung/risiken"))!.status()).toBe(403);
  expect((await learner.goto("/teamplanung/ausscheiden"))!.status()).toBe(403);
  await learner.context().close();
});
