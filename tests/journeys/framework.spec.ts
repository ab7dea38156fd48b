// SPDX-License-Identifier: EUPL-1.2
// What kinds of work ask for and what competences mean: read by everybody, changed by HR, office and advisory board.
import type { Page } from "@playwright/test";
import { expect, expectGoodPage, signIn, test } from "./support/site";

test.use({ region: "framework" });

const main = (page: Page) => page.getByRole("main");

test("HR adapts a kind of work to the house, sees whom it concerns, and takes it back", async ({ page, site }) => {
  await signIn(page, site, "hr");
  await page.goto("/taetigkeiten");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Bürgerservice", exact: true }).click();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Anforderung hinzufügen" }).click();
  await expectGoodPage(page);
  await page.getByLabel("Kompetenz").selectOption({ label: "Tabellenkalkulation" });
  await page.getByRole("button", { name: "Weiter" }).click();
  await expectGoodPage(page);
  await main(page).getByRole("radio").nth(2).check();
  await page.getByLabel(/^Gewicht/).first().selectOption("6");
  await page.getByLabel(/^Begründung/).fill("Die Kasse wird bei uns mit einer Tabelle abgestimmt.");
  await page.getByRole("button", { name: "Wirkung prüfen" }).click();
  await expect(main(page)).toContainText("Noch ist nichts gespeichert.");
  await expect(main(page)).toContainText(/Betroffen: /);
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByText("Die Anforderung ist gespeichert.", { exact: false })).toBeVisible();
  await expect(main(page)).toContainText("Die Kasse wird bei uns mit einer Tabelle abgestimmt.");
  await page.getByRole("link", { name: "Verlauf" }).click();
  await expectGoodPage(page);
  await page.getByRole("button", { name: /^Rückgängig machen/ }).first().click();
  await expect(page.getByText("Die Änderung ist rückgängig gemacht.")).toBeVisible();
  await page.goto("/taetigkeiten/citizen-service");
  await expect(main(page)).not.toContainText("Die Kasse wird bei uns mit einer Tabelle abgestimmt.");
});

test("a job description becomes proposals that are decided one by one", async ({ page, site }) => {
  await signIn(page, site, "hr");
  await page.goto("/taetigkeiten/stellenbeschreibung?taetigkeit=citizen-service");
  await expectGoodPage(page);
  await page.getByLabel(/^Bezeichnung/).fill("Sachbearbeitung Bürgerbüro");
  await page.getByLabel(/^Text der Stellenbeschreibung/).fill(
    "Aufgaben: Sie führen das Projekt zur Einführung der E-Akte. Sie werten Daten mit Excel aus.\n" +
    "Anforderungen: Sichere Kenntnisse in der Tabellenkalkulation, Erfahrung im Projektmanagement und in der Vergabe sind erforderlich.");
  await page.getByRole("button", { name: "Vorschläge erstellen" }).click();
  await expect(page.getByText("Der Text ist gelesen. Bitte prüfen Sie die Vorschläge.")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("button", { name: /^Übernehmen / }).first().click();
  await expect(page.getByText("Der Vorschlag ist übernommen.")).toBeVisible();
  await page.getByRole("button", { name: /^Ablehnen / }).first().click();
  await expect(page.getByText("Der Vorschlag ist abgelehnt.")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Zur Tätigkeit" }).click();
  await expect(main(page)).toContainText("Aus der Stellenbeschreibung");
  await expectGoodPage(page);
});

test("a visitor reads the competence map; the office publishes a new version of one text", async ({ page, site }) => {
  await page.goto("/themenlandkarte");
  await expectGoodPage(page);
  await page.getByLabel("Suchwort").fill("Team");
  await page.getByRole("button", { name: "Anzeigen" }).click();
  await page.getByRole("link", { name: "Zusammenarbeit im Team" }).click();
  await expect(main(page)).toContainText("Im Rahmenwerk DigComp 2.2 gibt es keine passende Entsprechung.");
  await expectGoodPage(page);

  await signIn(page, site, "office");
  await page.goto("/themenlandkarte/teamwork");
  await page.getByRole("link", { name: "Bearbeiten", exact: true }).click();
  await expectGoodPage(page);
  const text = "Ich bringe mehrere Ämter an einen Tisch und kläre, wer was übernimmt.";
  await page.getByLabel("Stufe 4").fill(text);
  await page.getByRole("button", { name: "Speichern und Vorschau" }).click();
  await expect(main(page)).toContainText("So sehen alle die Kompetenz, wenn Sie den Entwurf veröffentlichen.");
  await expect(page.getByRole("table", { name: "Unterschiede" })).toContainText(text);
  await expectGoodPage(page);
  // Until then, readers find the old text.
  expect(await (await page.request.get("/themenlandkarte/export.json")).text()).not.toContain(text);
  await page.getByLabel(/^Was ist neu\?/).fill("Stufe 4 ist leichter zu beobachten.");
  await page.getByRole("button", { name: "Als neue Fassung veröffentlichen" }).click();
  await expect(page.getByRole("region", { name: "Fassungen" })).toContainText("Fassung 2");
  await page.getByRole("region", { name: "Fassungen" }).getByRole("button", { name: "Vergleichen" }).click();
  await expect(page.getByRole("table", { name: "Unterschiede" })).toContainText(text);
  await expectGoodPage(page);
});

test("a list of another framework becomes proposals that the office accepts or rejects", async ({ page, site }) => {
  await signIn(page, site, "office");
  await page.goto("/themenlandkarte/importe");
  await expectGoodPage(page);
  const list = ["Level;Name;ShortCode;Description", "1;INFORMATION;1.0;", "2;TENDING THE ARCHIVE;1.7;Keeping records for later readers",
    "2;LISTENING TO MACHINES;1.8;Hearing what a device needs", ""].join("\n");
  await page.getByLabel(/^Datei/).setInputFiles({ name: "DigComp.csv", mimeType: "text/csv", buffer: Buffer.from(list, "utf8") });
  await page.getByRole("button", { name: "Hochladen und vergleichen" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bericht des Vergleichs");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Zu den Vorschlägen" }).click();
  await expectGoodPage(page);
  await page.getByLabel("Bereich für neue Kompetenzen").selectOption({ index: 1 });
  await page.getByRole("button", { name: /^Annehmen ?: / }).first().click();
  await expectGoodPage(page);
  const rejecting = page.getByRole("button", { name: /^Ablehnen ?: / });
  const open = await rejecting.count();
  expect(open).toBeGreaterThan(0);
  await rejecting.first().click();
  await expect(rejecting).toHaveCount(open - 1);
  await page.goto("/themenlandkarte/bearbeiten");
  await expect(main(page).getByRole("listitem")).not.toHaveCount(0);
  await expectGoodPage(page);
});

test("everybody can read who sees what, in both languages", async ({ page }) => {
  await page.goto("/datenschutz/wer-sieht-was");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Wer sieht was");
  await expect(page.getByRole("row").filter({ hasText: "Reflexionskarte" })).toContainText("Niemand");
  await expectGoodPage(page);
  await page.getByLabel("Was sieht …").selectOption({ label: "Führungskraft" });
  await page.getByRole("button", { name: "Anzeigen" }).click();
  await expect(main(page)).toContainText("Vereinbarte Ziele");
  await expectGoodPage(page);
  await page.goto("/datenschutz/wer-sieht-was");
  const language = page.getByRole("button", { name: "English" });
  await language.click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who sees what");
  await expectGoodPage(page);
});
