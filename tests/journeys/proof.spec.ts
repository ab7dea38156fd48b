// SPDX-License-Identifier: EUPL-1.2
// What makes a level more certain than one's own word: a short test, a document, and somebody who confirms.
import type { Page } from "@playwright/test";
import { expect, expectGoodPage, signIn, test, type Site } from "./support/site";

test.use({ region: "proof" });

// The smallest file that is a PDF.
const certificate = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

async function answerQuestion(page: Page): Promise<void> {
  const form = page.getByRole("main").locator("form.kc-form");
  const places = form.getByRole("combobox");
  if (await form.getByRole("radio").count()) await form.getByRole("radio").first().check();
  else if (await form.getByRole("checkbox").count()) await form.getByRole("checkbox").first().check();
  else for (let i = 0; i < (await places.count()); i++) await places.nth(i).selectOption(String(i + 1));
  await form.getByRole("button", { name: "Weiter" }).click();
}

test("a short test explains its answers and comes into the profile when one wants it", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/kurz-pruefen");
  await expectGoodPage(page);
  await page.getByRole("link", { name: /^Kurz prüfen ?: / }).first().click();
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Fragen beginnen" }).click();
  await expectGoodPage(page);
  // A pause keeps the place.
  await answerQuestion(page);
  const second = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("link", { name: "Pause machen" }).click();
  await page.getByRole("link", { name: new RegExp(`^Fortsetzen ?: ${name}$`) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await page.getByRole("button", { name: "Weiß ich nicht" }).click();
  for (let i = 0; i < 10 && (await page.getByRole("button", { name: "Weiter", exact: true }).count()); i++) await answerQuestion(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Ihr Ergebnis: Stufe \d$/);
  await expect(page.getByText("Sie haben „Weiß ich nicht“ gewählt.")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "In mein Profil übernehmen" }).click();
  await expect(page.getByText("Das Ergebnis steht jetzt in Ihrem Profil.")).toBeVisible();
  await expectGoodPage(page);
  await expect(page.getByRole("table", { name: "Alle Werte" }).getByRole("row").filter({ hasText: "zählt" })).toContainText("Test");
  await page.goto("/kompetenzen");
  await expect(page.getByRole("main")).toContainText(/Test vom/);
  await expectGoodPage(page);
});

async function upload(page: Page): Promise<void> {
  await page.goto("/profil/nachweise");
  await expectGoodPage(page);
  await page.getByLabel("Datei").setInputFiles({ name: "zertifikat.pdf", mimeType: "application/pdf", buffer: certificate });
  await page.getByLabel("Titel").fill("Zertifikat Urkundsperson im Standesamt");
  await page.getByLabel("Wer hat ihn ausgestellt?").fill("Akademie für Personenstandswesen");
  await page.getByLabel("Ausgestellt am").fill("2026-05-04");
  const claim = page.getByRole("group", { name: "Kompetenz 1 von höchstens drei" });
  await claim.getByLabel(/Kompetenz/).selectOption({ label: "Zusammenarbeit im Team (Soziale Kompetenzen)" });
  await claim.getByLabel(/Stufe/).selectOption("3");
  await page.getByRole("button", { name: "Nachweis speichern" }).click();
  await expect(page.getByText("Der Nachweis ist gespeichert.")).toBeVisible();
  await expectGoodPage(page);
}

async function askFor(page: Page, site: Site): Promise<void> {
  await page.goto("/kompetenzen/teamwork");
  await page.getByRole("link", { name: "Bestätigen lassen" }).click();
  await expectGoodPage(page);
  await page.getByLabel(/^Stufe/).selectOption("3");
  await page.getByRole("radio", { name: /Petra Lindner/ }).check();
  await page.getByLabel(/Nachweis mitsenden/).selectOption({ label: "Zertifikat Urkundsperson im Standesamt" });
  await page.getByLabel(/Nachricht/).fill("Wir haben die Umstellung gemeinsam gemacht.");
  await page.getByRole("button", { name: "Bitte senden" }).click();
  await expect(page.getByText("Ihre Bitte ist verschickt.", { exact: false })).toBeVisible();
  await expectGoodPage(page);
  expect(site.email.supervisor).toContain("petra.lindner");
}

test("a document is kept, and a supervisor confirms one level without seeing anything else", async ({ page, site, browser }) => {
  await signIn(page, site, "learner");
  await upload(page);
  await askFor(page, site);

  const supervisor = await (await browser.newContext({ baseURL: site.address, locale: "de-DE" })).newPage();
  await signIn(supervisor, site, "supervisor");
  await supervisor.goto("/bestaetigungen");
  const requests = supervisor.getByRole("main").getByRole("listitem");
  await expect(requests).toHaveCount(1);
  await expect(requests).toContainText("Jonas Wirth: Zusammenarbeit im Team");
  await expectGoodPage(supervisor);

  // What is his stays his: her pages are her own, his file is nobody's address, and no address takes a person.
  await supervisor.goto("/kompetenzen");
  await expect(supervisor.getByRole("main")).not.toContainText("Wirth");
  const documents = await page.request.get("/profil/nachweise");
  const file = /\/profil\/nachweise\/\d+\/datei/.exec(await documents.text())![0];
  expect((await page.request.get(file)).status()).toBe(200);
  expect((await supervisor.request.get(file)).status()).toBe(404);
  for (const guess of ["/kompetenzen?person=2", "/profil?person=2", "/interview/protokoll?person=2", "/kurz-pruefen?person=2", "/profil/nachweise?person=2"]) {
    const answer = await supervisor.request.get(guess);
    expect(await answer.text(), guess).not.toContain("Wirth");
  }
  const organisation = await supervisor.request.get("/verwaltung/personen?suche=Wirth");
  expect(await organisation.text()).not.toMatch(/Zertifikat Urkundsperson|Stufe \d/);

  await supervisor.goto("/bestaetigungen");
  await requests.getByRole("link").first().click();
  await expect(supervisor.getByText("Sonst sehen Sie nichts aus dem Profil dieser Person.")).toBeVisible();
  await expectGoodPage(supervisor);
  const seen = await supervisor.request.get(new URL(await supervisor.getByRole("link", { name: "Zertifikat Urkundsperson im Standesamt" }).getAttribute("href") ?? "", site.address).pathname);
  expect(seen.status()).toBe(200);
  expect((await seen.body()).subarray(0, 5).toString()).toBe("%PDF-");
  await supervisor.getByRole("radio", { name: /Stufe 3/ }).check();
  await supervisor.getByRole("button", { name: "Stufe bestätigen" }).click();
  await expect(supervisor.getByText("Danke. Die Stufe ist bestätigt.")).toBeVisible();
  await expect(requests).toHaveCount(0);
  await supervisor.context().close();

  await page.goto("/profil/bestaetigungen");
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Zusammenarbeit im Team" }).first()).toContainText("Bestätigt");
  await expectGoodPage(page);
  await page.goto("/kompetenzen/teamwork");
  await expect(page.getByRole("table", { name: "Alle Werte" }).getByRole("row").filter({ hasText: "zählt" })).toContainText("Bestätigung");
  await expectGoodPage(page);
});
