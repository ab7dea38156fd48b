// SPDX-License-Identifier: EUPL-1.2
// The profile that grows from a conversation: by keyboard alone with a break on another device, on a phone, and what can be taken back.
import type { Page } from "@playwright/test";
import { chooseRadio, pressOn, tabTo } from "./support/keyboard";
import { expect, expectGoodPage, signIn, test } from "./support/site";

test.use({ region: "interview" });

const said = "Excel kann ich gar nicht, aber Bescheide schreibe ich sicher.";
const turn = (page: Page) => page.locator("#gespraech");
const heading = (page: Page) => turn(page).locator("#frage");

// Does something and waits until the dialogue shows its next turn, where the question has the focus.
async function nextTurn(page: Page, act: () => Promise<void>): Promise<void> {
  await turn(page).evaluate((element) => element.setAttribute("data-former", ""));
  await act();
  await expect(page.locator("#gespraech:not([data-former]) #frage")).toBeFocused();
}

const press = (page: Page, name: string) => nextTurn(page, () => pressOn(page, turn(page).getByRole("button", { name, exact: true })));

// Answers one question that is no free text, by keyboard; false when the dialogue is over.
async function answerByKeyboard(page: Page): Promise<boolean> {
  if ((await heading(page).innerText()) === "Das war alles Wichtige") return false;
  const form = turn(page).locator("form.kc-form");
  if (await form.getByRole("textbox").count()) {
    await press(page, "Überspringen");
  } else if (await form.getByRole("combobox").count()) {
    await press(page, "Weiß ich nicht");
  } else {
    const boxes = form.getByRole("checkbox");
    if (await boxes.count()) await pressOn(page, boxes.first(), "Space");
    else await chooseRadio(page, form.getByRole("group").first(), 2);
    await press(page, "Weiter");
  }
  return true;
}

async function beginInDialogue(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/uebersicht/);
  await pressOn(page, page.getByRole("main").getByRole("link", { name: "Lieber im Gespräch" }));
  await expect(page).toHaveURL(/\/interview$/);
  await expectGoodPage(page);
  await pressOn(page, page.getByRole("button", { name: "Gespräch beginnen" }));
  await expect(heading(page)).toHaveText("Welche Tätigkeit beschreibt Ihre Arbeit am besten?");
  await expectGoodPage(page);
}

test("the whole interview works by keyboard, with a break on another device", async ({ page, site, browser }, info) => {
  test.skip(info.project.name !== "desktop", "the phone has a way of its own below");
  test.setTimeout(300_000);
  await signIn(page, site, "newcomer");
  await beginInDialogue(page);
  await tabTo(page, turn(page).getByRole("combobox"));
  await page.keyboard.type("Bürgerservice");
  await press(page, "Weiter");

  // Four sentences about working together: two answered, one unknown, and back again.
  await expectGoodPage(page);
  await answerByKeyboard(page);
  await press(page, "Weiß ich nicht");
  const third = await heading(page).innerText();
  await answerByKeyboard(page);
  await press(page, "Zur Frage davor");
  await expect(heading(page)).toHaveText(third);
  await answerByKeyboard(page);
  await answerByKeyboard(page);

  // A free answer becomes chips, each with its reason; nothing of it counts yet.
  await expect(heading(page)).toHaveText(/letzten zwei Wochen/);
  await tabTo(page, turn(page).getByRole("textbox", { name: "Ihre Antwort" }));
  await page.keyboard.type(said);
  await nextTurn(page, () => page.keyboard.press("Enter"));
  await expect(heading(page)).toHaveText("Stimmt das so?");
  await expectGoodPage(page);
  const spreadsheet = turn(page).getByRole("group", { name: /Tabellenkalkulation/ });
  const letters = turn(page).getByRole("group").filter({ has: page.locator("legend") }).filter({ hasNotText: /Tabellenkalkulation/ });
  await expect(spreadsheet).toContainText("Stufe 0");
  await pressOn(page, spreadsheet.getByText("Warum vorgeschlagen?"));
  await expect(spreadsheet.locator("blockquote")).toBeVisible();
  // One level is corrected, the other proposals are rejected.
  await pressOn(page, spreadsheet.getByText("Eine andere Stufe wählen"));
  await chooseRadio(page, spreadsheet, 2);
  for (let i = 0; i < (await letters.count()); i++) {
    const one = letters.nth(i);
    const names = await one.getByRole("radio").count();
    expect(names).toBeGreaterThan(1);
    await chooseRadio(page, one, 1);
  }
  await press(page, "So übernehmen");

  // Later, and elsewhere: the same question waits there.
  const open = await heading(page).innerText();
  await pressOn(page, turn(page).getByRole("link", { name: "Später weitermachen" }));
  await expect(page).toHaveURL(/\/uebersicht/);
  const other = await (await browser.newContext({ baseURL: site.address, locale: "de-DE", viewport: { width: 375, height: 812 }, hasTouch: true })).newPage();
  await signIn(other, site, "newcomer");
  await other.getByRole("link", { name: "Gespräch fortsetzen" }).click();
  await expect(heading(other)).toHaveText(open);
  await expectGoodPage(other);
  await other.context().close();

  await page.goto("/interview");
  await expect(heading(page)).toHaveText(open);
  for (let i = 0; i < 60 && (await answerByKeyboard(page)); i++);
  await expect(heading(page)).toHaveText("Das war alles Wichtige");
  await expectGoodPage(page);
  await pressOn(page, turn(page).getByRole("button", { name: "Gespräch abschließen" }));
  await expect(page.getByText("Ihr Gespräch ist abgeschlossen.")).toBeVisible();
  await expectGoodPage(page);
});

test("the profile names the conversation, and a deleted line takes its value along", async ({ page, site }, info) => {
  test.skip(info.project.name !== "desktop", "goes on where the conversation by keyboard ended");
  await signIn(page, site, "newcomer");
  await page.goto("/kompetenzen/office-spreadsheet");
  await expectGoodPage(page);
  const evidence = page.getByRole("table", { name: "Alle Werte" });
  await expect(evidence).toContainText("Gespräch");

  await page.goto("/interview/protokoll");
  await expectGoodPage(page);
  const line = page.getByRole("listitem").filter({ hasText: said });
  await expect(line).toContainText("berichtigt und übernommen");
  await expect(line).toContainText("nicht übernommen");
  await line.getByRole("link", { name: /^Löschen/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Löschen" }).click();
  await expect(page.getByText("Die Zeile ist gelöscht. Ihr Profil ist neu berechnet.")).toBeVisible();
  await expect(page.getByText(said)).toHaveCount(0);
  await page.goto("/kompetenzen/office-spreadsheet");
  await expect(evidence).toHaveCount(0);
});

test("on a phone a first profile comes from a few taps", async ({ page, site }, info) => {
  test.skip(info.project.name !== "phone", "the keyboard is tested on the desktop");
  await signIn(page, site, "newcomer");
  await page.getByRole("main").getByRole("link", { name: "Lieber im Gespräch" }).tap();
  await page.getByRole("button", { name: "Gespräch beginnen" }).tap();
  const tap = (name: string) => nextTurn(page, () => turn(page).getByRole("button", { name, exact: true }).tap());
  await turn(page).getByRole("combobox").selectOption({ label: "Bürgerservice" });
  await tap("Weiter");
  await expectGoodPage(page);
  for (let i = 0; i < 20 && !(await turn(page).getByRole("textbox").count()); i++) {
    // What is tapped has to be large enough for a finger.
    const label = turn(page).getByRole("group", { name: "Ihre Antwort" }).locator("label").nth(2);
    expect((await label.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    await label.tap();
    await tap("Weiter");
  }
  await turn(page).getByRole("textbox").fill(said);
  await tap("Weiter");
  await expect(heading(page)).toHaveText("Stimmt das so?");
  await expectGoodPage(page);
  await tap("Nichts davon übernehmen");
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Jetzt abschließen" }).tap();
  await expect(page.getByText("Ihr Gespräch ist abgeschlossen.")).toBeVisible();
  await expectGoodPage(page);
  await page.goto("/interview/protokoll");
  await expectGoodPage(page);
  await expect(page.getByRole("listitem").filter({ hasText: said })).toContainText("nicht übernommen");
  await page.goto("/kompetenzen/office-spreadsheet");
  await expect(page.getByRole("table", { name: "Alle Werte" })).toHaveCount(0);
});
