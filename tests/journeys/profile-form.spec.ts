// SPDX-License-Identifier: EUPL-1.2
// The same interview without any script: dialogue and form are two views of one session.
import { expect, signIn, test } from "./support/site";

test.use({ javaScriptEnabled: false, region: "form" });

test("without script, form and dialogue carry the same interview", async ({ page, site }) => {
  await signIn(page, site, "newcomer");
  await page.getByRole("link", { name: "Lieber im Gespräch" }).click();
  await page.getByRole("button", { name: "Lieber als Formular" }).click();
  await expect(page).toHaveURL(/\/interview\/formular/);
  await page.getByLabel("Welche Tätigkeit beschreibt Ihre Arbeit am besten?").selectOption({ label: "Bürgerservice" });
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(page.getByText("Ihre Antworten sind gespeichert.")).toBeVisible();

  // The questions that belong to the work have come, and keep what is chosen.
  const level = page.getByRole("main").getByRole("combobox", { name: /Datenschutz/ });
  await level.selectOption("2");
  await page.getByRole("textbox", { name: /letzten zwei Wochen/ }).fill("Excel kann ich gar nicht, aber Bescheide schreibe ich sicher.");
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(level).toHaveValue("2");
  const proposal = page.getByRole("group", { name: /Tabellenkalkulation/ });
  await expect(proposal).toBeVisible();
  await proposal.getByRole("radio", { name: "Nein, das passt nicht" }).check();
  await page.getByRole("group", { name: /Verwaltungsverfahren/ }).getByRole("radio").first().check();
  await page.getByRole("button", { name: "Speichern", exact: true }).click();
  await expect(proposal).toHaveCount(0);

  // The dialogue goes on where the form stands, each answer a page of its own.
  await page.getByRole("link", { name: "Zurück zum Gespräch" }).first().click();
  await expect(page).toHaveURL(/\/interview$/);
  await page.getByRole("button", { name: "Weiß ich nicht" }).click();
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("button", { name: "Weiter", exact: true }).click();
  await page.getByRole("button", { name: "Jetzt abschließen" }).click();
  await expect(page.getByText("Ihr Gespräch ist abgeschlossen.")).toBeVisible();

  await page.goto("/kompetenzen/administrative-procedure");
  await expect(page.getByRole("table", { name: "Alle Werte" })).toContainText("Gespräch");
  await page.goto("/interview/protokoll");
  await page.getByRole("listitem").filter({ hasText: "Bescheide schreibe ich sicher" }).getByRole("link", { name: /^Löschen/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Diese Zeile löschen?");
  await page.getByRole("button", { name: "Löschen" }).click();
  await expect(page.getByText("Die Zeile ist gelöscht. Ihr Profil ist neu berechnet.")).toBeVisible();
  await page.goto("/kompetenzen/administrative-procedure");
  await expect(page.getByRole("table", { name: "Alle Werte" })).toHaveCount(0);
});
