// SPDX-License-Identifier: EUPL-1.2
// What two people agree on, what one compares for herself, and what nobody else reads.
import type { Browser, Page } from "@playwright/test";
import { expect, expectGoodPage, signIn, test, type RoleName, type Site } from "./support/site";

test.use({ region: "goals" });

async function another(browser: Browser, site: Site, role: RoleName): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: site.address, locale: "de-DE", viewport: { width: 375, height: 812 } })).newPage();
  await signIn(page, site, role);
  return page;
}

const talkWith = (page: Page, name: string) => page.getByRole("main").getByRole("link", { name: `Mitarbeitergespräch mit ${name}` });

async function prepareTalk(page: Page): Promise<void> {
  await page.goto("/mitarbeitergespraech");
  await expectGoodPage(page);
  await page.getByLabel("Mit wem möchten Sie sprechen?").first().selectOption({ label: "Lindner, Petra" });
  await page.getByRole("button", { name: "Mitarbeitergespräch anlegen" }).first().click();
  await expect(page.getByText("Das Mitarbeitergespräch ist angelegt.", { exact: false })).toBeVisible();
  await expectGoodPage(page);
  const lacking = page.getByRole("main").getByRole("group").getByRole("checkbox").filter({ visible: true });
  await lacking.first().check();
  await page.getByLabel("Was möchte ich lernen oder ändern?").fill("Schwierige Gespräche sicherer führen.");
  await page.getByRole("button", { name: "Speichern und Angekreuztes teilen" }).click();
  await expect(page.getByText("Gespeichert. Unten steht, was geteilt ist.")).toBeVisible();
  await expectGoodPage(page);
}

test("a goal is proposed, countered, agreed, and seen where it counts", async ({ page, site, browser }) => {
  await signIn(page, site, "learner");
  await prepareTalk(page);
  await page.getByRole("link", { name: "Ziel vorschlagen" }).click();
  await expectGoodPage(page);
  await page.getByLabel("Kompetenz", { exact: false }).first().selectOption({ label: "Gesprächsführung" });
  await page.getByLabel(/^Stufe/).selectOption("4");
  await page.getByLabel(/^Warum/).fill("Im Trauzimmer gibt es oft schwierige Gespräche.");
  await page.getByLabel(/^Frist/).fill("2027-06-30");
  await page.getByRole("button", { name: "Vorschlagen und zustimmen" }).click();
  await expect(page.getByText("Ihr Vorschlag ist gemacht", { exact: false })).toBeVisible();
  await expectGoodPage(page);

  const supervisor = await another(browser, site, "supervisor");
  await supervisor.goto("/mitarbeitergespraech");
  await talkWith(supervisor, "Jonas Wirth").click();
  // Not shared: what was only noted.
  await expect(supervisor.getByRole("main")).not.toContainText("Schwierige Gespräche sicherer führen.");
  await expectGoodPage(supervisor);
  await supervisor.getByRole("main").getByRole("link", { name: "Gesprächsführung" }).click();
  await expectGoodPage(supervisor);
  await supervisor.getByRole("link", { name: "Gegenvorschlag machen" }).click();
  await expectGoodPage(supervisor);
  await supervisor.getByLabel(/^Stufe/).selectOption("3");
  await supervisor.getByRole("button", { name: "Vorschlagen und zustimmen" }).click();
  await expectGoodPage(supervisor);
  await supervisor.context().close();

  await page.goto("/ziele");
  await expect(page.getByRole("region", { name: "Vorschläge" })).toContainText("Wartet auf Sie");
  await expectGoodPage(page);
  await page.getByRole("region", { name: "Vorschläge" }).getByRole("link", { name: "Gesprächsführung" }).click();
  await page.getByRole("button", { name: "Zustimmen" }).click();
  await expect(page.getByText("Sie haben zugestimmt.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Vereinbart" })).toContainText("Stufe 3");
  await expectGoodPage(page);
  await page.goto("/kompetenzen/conversation");
  await expect(page.getByRole("region", { name: "Wer verlangt das?" })).toContainText("Vereinbartes Ziel");
  await expectGoodPage(page);

  const hr = await another(browser, site, "hr");
  await hr.goto("/ziele/team");
  const row = hr.getByRole("row").filter({ hasText: "Jonas Wirth" });
  await expect(row).toContainText("Gesprächsführung, Stufe 3");
  await expectGoodPage(hr);
  await row.getByRole("link").click();
  await expect(hr.getByText("Gezeigt ist nur, was beide Seiten vereinbart haben.")).toBeVisible();
  await expect(hr.getByRole("main")).not.toContainText("Stufe 4");
  await expectGoodPage(hr);
  await hr.context().close();
});

test("two kinds of work are compared in private, and one becomes the future work", async ({ page, site }) => {
  test.setTimeout(300_000);
  await signIn(page, site, "learner");
  await page.goto("/karrierewege");
  await expectGoodPage(page);
  await page.getByLabel("Tätigkeit 1").selectOption({ label: "Bürgerservice" });
  await page.getByLabel("Tätigkeit 2").selectOption({ label: "Ordnungsamt" });
  await page.getByRole("button", { name: "Vergleichen" }).click();
  const comparison = page.getByRole("table", { name: "Vergleich" });
  await expect(comparison.getByRole("row")).toHaveCount(3, { timeout: 120_000 });
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Auf die Merkliste Ordnungsamt" }).click();
  await expect(page.getByText("Auf Ihrer Merkliste.")).toBeVisible({ timeout: 120_000 });
  await page.getByRole("link", { name: "Merkliste vergleichen" }).click();
  await page.getByRole("button", { name: "Als künftige Tätigkeit wählen Ordnungsamt" }).click({ timeout: 120_000 });
  await expect(page.getByText("Das ist jetzt Ihre künftige Tätigkeit.", { exact: false })).toBeVisible({ timeout: 120_000 });
  await expectGoodPage(page);
  await page.goto("/profil");
  await expect(page.getByRole("main")).toContainText("Ordnungsamt");
});

test("the reflection card belongs to one person, prints well and is gone when deleted", async ({ page, site, browser }) => {
  await signIn(page, site, "learner");
  await page.goto("/reflexion");
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Einwilligen und beginnen" }).click();
  await expectGoodPage(page);
  await page.getByRole("main").getByRole("group").first().getByRole("radio").nth(1).check();
  await page.getByLabel(/In eigenen Worten/).first().fill("Vormittags ist es ruhig.");
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByText("Ihre Karte ist gespeichert.")).toBeVisible();
  await expect(page.getByText("Vormittags ist es ruhig.")).toBeVisible();
  await expectGoodPage(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Vormittags ist es ruhig.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Hauptnavigation" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Karte löschen" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });

  const office = await another(browser, site, "office");
  const answer = await office.goto("/reflexion");
  expect(answer?.status()).toBe(403);
  await office.context().close();

  await page.getByRole("link", { name: "Karte löschen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Karte löschen" }).click();
  await expect(page.getByText("Ihre Karte ist gelöscht.")).toBeVisible();
  await expect(page.getByText("Vormittags ist es ruhig.")).toHaveCount(0);
});
