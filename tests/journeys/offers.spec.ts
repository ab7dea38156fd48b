// SPDX-License-Identifier: EUPL-1.2
// Offers from the first draft to being found: a provider describes and submits, the office releases, visitors search, compare and keep.
import { expect, expectGoodPage, signIn, test } from "./support/site";

test("a visitor finds an offer in spite of a slip, narrows it down and shares the address", async ({ page }) => {
  await page.goto("/angebote");
  await page.getByLabel("Was möchten Sie lernen?").fill("Datenschuz");
  await page.getByRole("button", { name: "Suchen" }).click();
  await expect(page.getByText(/Treffer für „Datenschutz“/)).toBeVisible();
  await page.goto("/angebote?q=datenschutz");
  await expectGoodPage(page);
  const heading = page.getByRole("heading", { level: 2, name: /^\d+ Angebote?$/ });
  const all = Number.parseInt((await heading.textContent()) ?? "0", 10);
  expect(all).toBeGreaterThan(3);
  const online = page.getByRole("checkbox", { name: /^online/ });
  if (!(await online.isVisible())) await page.locator("summary", { hasText: "Filter" }).first().click();  // folded away on a phone
  await online.check();
  await expect(page).toHaveURL(/form=online/);
  await expect.poll(async () => Number.parseInt((await heading.textContent()) ?? "0", 10)).toBeLessThan(all);
  const narrowed = await heading.textContent();
  await page.goto(page.url());
  await expect(heading).toHaveText(narrowed ?? "");
  await expectGoodPage(page);
  await page.goto("/angebote?q=datenschutz&ansicht=map");
  await expectGoodPage(page);
  await page.goto("/angebote?q=gibtesnirgendsxyz");
  await expectGoodPage(page);
});

test("results appear while one types", async ({ page }) => {
  await page.goto("/angebote");
  await page.getByLabel("Was möchten Sie lernen?").pressSequentially("Vergaberecht", { delay: 15 });
  await expect(page).toHaveURL(/q=Vergaberecht/);
  await expect(page.locator("li.kc-offer h3").first()).toContainText(/Verga|Ausschreib|Auftr|UVgO|VOB/i);
});

test("up to four offers stand side by side, with differences marked", async ({ page }) => {
  await page.goto("/angebote?q=informationssicherheit");
  for (let i = 0; i < 2; i++) await page.getByRole("button", { name: /Zum Vergleich/ }).first().click();
  await page.getByRole("link", { name: /Angebote vergleichen/ }).first().click();
  await expect(page).toHaveURL(/angebot=.*angebot=/);
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Nur Unterschiede zeigen" }).click();
  await expectGoodPage(page);
});

test("a learner watches an offer and keeps a search", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/angebote/gespraech-intensiv");
  await expectGoodPage(page);
  await page.getByRole("button", { name: /Merken/ }).first().click();
  await page.goto("/merkliste");
  await expect(page.getByRole("link", { name: /Anspruchsvolle Gespräche/ })).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/angebote?q=datenschutz");
  await page.getByRole("link", { name: /Suche speichern/ }).first().click();
  await expectGoodPage(page);
  await page.getByRole("button", { name: /Speichern/ }).click();
  await expect(page).toHaveURL(/gespeicherte-suchen/);
  await expectGoodPage(page);
});

test("a changed description goes from the provider over the office to the search", async ({ page, site, browser }) => {
  await signIn(page, site, "provider");
  await page.goto("/anbieter-bereich?q=Anspruchsvolle");
  await page.getByRole("link", { name: /Anspruchsvolle Gespräche/ }).click();
  await expectGoodPage(page);
  await page.getByRole("link", { name: /Titel und Lernziel/ }).click();
  await expectGoodPage(page);
  await page.getByLabel("Titel").fill("Anspruchsvolle Wortwechsel sicher leiten");
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await page.getByRole("link", { name: "Zur Übersicht des Angebots" }).click();
  await page.goto("/angebote/gespraech-intensiv");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Anspruchsvolle Gespräche sicher leiten");  // nothing changes before the release
  await page.goBack();
  await page.getByRole("button", { name: "Zur Freigabe einreichen" }).click();
  await expect(page.getByText("Die Beschreibung ist eingereicht.")).toBeVisible();

  const office = await (await browser.newContext({ baseURL: site.address, locale: "de-DE" })).newPage();
  await signIn(office, site, "office");
  await office.goto("/freigaben");
  await expectGoodPage(office);
  await office.getByRole("link", { name: /Wortwechsel/ }).click();
  await expectGoodPage(office);
  await office.getByRole("button", { name: "Freigeben und veröffentlichen" }).click();
  await expect(office.getByText("Das Angebot ist veröffentlicht.")).toBeVisible();
  await expect(async () => {
    await office.goto("/angebote?q=Wortwechsel");
    await expect(office.getByRole("link", { name: "Anspruchsvolle Wortwechsel sicher leiten" })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await office.context().close();
});

test("a new offer is told what it lacks, while one writes and without script", async ({ page, site, browser }) => {
  await signIn(page, site, "provider");
  await page.goto("/anbieter-bereich/angebote/neu");
  await expectGoodPage(page);
  await page.getByLabel("Titel").fill("Sprechzettel für das Bürgerbüro schreiben");
  await page.getByRole("button", { name: "Beschreibung beginnen" }).click();
  const points = page.getByRole("complementary").getByText(/\d+ von 100 Punkten/);
  const before = await points.textContent();
  await page.getByLabel("Lernziel").fill("Sie schreiben einen Sprechzettel mit drei klaren Sätzen.");
  await page.getByLabel("Für wen?").fill("Beschäftigte mit Kontakt zu Bürgerinnen und Bürgern");
  await expect(points).not.toHaveText(before ?? "");
  const address = page.url();
  const plain = await (await browser.newContext({ baseURL: site.address, locale: "de-DE", javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
  await plain.goto(address);
  await plain.getByLabel("Lernziel").fill("Sie verstehen alles.");
  await plain.getByRole("button", { name: "Prüfen, ohne zu speichern" }).click();
  await expect(plain.getByText(/verstehen/).first()).toBeVisible();
  await plain.context().close();
});

test("a series of dates is previewed before it is planned", async ({ page, site }) => {
  await signIn(page, site, "provider");
  await page.goto("/anbieter-bereich?q=Anspruchsvolle");
  await page.locator("main table tbody a").first().click();
  await page.getByRole("link", { name: "Termine" }).first().click();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Serie anlegen" }).click();
  await expectGoodPage(page);
});
