// SPDX-License-Identifier: EUPL-1.2
// People: invitation by mail and first sign-in, import with row errors, second factor, own data, and the end of an account.
import { createHmac } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, expectGoodPage, signIn, test, type Site } from "./support/site";

// The newest mail to this address, its body decoded.
async function mailTo(site: Site, address: string): Promise<string> {
  let text = "";
  await expect(async () => {
    const files = fs.readdirSync(site.mailDirectory).map((name) => path.join(site.mailDirectory, name));
    const found = files.map((file) => fs.readFileSync(file, "utf8")).filter((mail) => mail.includes(address));
    expect(found.length).toBeGreaterThan(0);
    const mail = found[found.length - 1]!;
    const body = mail.slice(mail.search(/\r?\n\r?\n/));
    text = /quoted-printable/i.test(mail)
      ? body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      : body;
  }).toPass({ timeout: 20_000 });
  return text;
}

function totp(secret: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret.replace(/[\s=]/g, "")) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = hash[hash.length - 1]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("an invited person sets a password by the link in the mail and is signed in", async ({ page, site }, info) => {
  const address = `erika.neu.${info.project.name}@weinheim.example`;
  await signIn(page, site, "hr");
  await page.goto("/verwaltung/personen/neu");
  await page.getByLabel("Vorname").fill("Erika");
  await page.getByLabel("Nachname").fill("<script>alert(1)</script>");
  await page.getByLabel("E-Mail-Adresse").fill(address);
  await page.getByRole("button", { name: "Einladen" }).click();
  await expectGoodPage(page);
  await page.getByRole("button", { name: /Abmelden/ }).or(page.locator("form[action='/abmelden'] button")).first().evaluate((button) => (button as HTMLButtonElement).click());
  await expect(page.locator("form[action='/abmelden']")).toHaveCount(0);

  const link = /https?:\/\/\S+\/einladung\/[A-Za-z0-9_-]+/.exec(await mailTo(site, address))![0];
  await page.goto(new URL(link).pathname);
  await expectGoodPage(page);
  await page.getByLabel(/Neues Passwort|Passwort/).first().fill("zu kurz");
  await page.locator("main form button[type=submit], main form button:not([type])").first().click();
  await expect(page.locator("main [role=alert], main .kern-alert").first()).toContainText(/12 Zeichen/);
  await page.getByLabel(/Neues Passwort|Passwort/).first().fill("Regenschirm-Ahorn-2741");
  await page.locator("main form button[type=submit], main form button:not([type])").first().click();
  await expect(page).toHaveURL(/uebersicht/);
  await expect(page.locator("script:has-text('alert(1)')")).toHaveCount(0);
  await expectGoodPage(page);
  // The link works once.
  const again = await page.request.get(new URL(link).pathname);
  expect(again.status()).toBe(404);
});

test("an import names the wrong row with its column before anything is stored", async ({ page, site }, info) => {
  await signIn(page, site, "hr");
  await page.goto("/verwaltung/personen/import");
  const key = info.project.name;
  const table = ["Personalnummer;Vorname;Nachname;E-Mail;Dienststelle;Rollen", `${key}-1;Bärbel;Müller;baerbel.${key}@weinheim.example;Bürgerservice;Beschäftigte`,
    `${key}-2;Ohne;Adresse;keine-adresse;Bürgerservice;Beschäftigte`].join("\n");
  await page.getByLabel(/Tabelle \(CSV\)/).setInputFiles({ name: "personen.csv", mimeType: "text/csv", buffer: Buffer.from(table, "utf8") });
  await page.getByRole("button", { name: "Tabelle prüfen" }).click();
  await expect(page.locator("main")).toContainText("Zeile 3");
  await expect(page.locator("main")).toContainText("E-Mail");
  await expectGoodPage(page);
  await page.goto(`/verwaltung/personen?suche=baerbel.${key}`);
  await expect(page.locator("main")).not.toContainText(`baerbel.${key}@weinheim.example`);
});

test("a second factor is set up with a code of the app", async ({ page, site }) => {
  await signIn(page, site, "board");
  await page.goto("/konto/zwei-faktor");
  await page.getByRole("button", { name: "Einrichten" }).click();
  await expectGoodPage(page);
  const secret = /[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){3,}/.exec(await page.locator("main").innerText())![0];
  await page.getByRole("textbox", { name: "Code" }).fill(totp(secret));
  await page.getByRole("button", { name: "Einschalten" }).click();
  await expectGoodPage(page);
  await page.goto("/konto/zwei-faktor");
  await expect(page.locator("main")).toContainText(/ausschalten/i);
});

test("everybody can download what is stored about them", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.goto("/konto/daten");
  await expectGoodPage(page);
  const answer = await page.request.get("/konto/daten/auskunft.json");
  const data = (await answer.json()) as Record<string, unknown>;
  expect(JSON.stringify(data)).toContain("Wirth");
  expect(Object.keys(data.data as object)).toEqual(expect.arrayContaining(["identity", "competence", "planning"]));
});

test("an erased account is gone at once", async ({ page, site }) => {
  await signIn(page, site, "instructor");
  await page.goto("/konto/loeschung");
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Weiter zur Bestätigung" }).click();
  await expectGoodPage(page);
  await page.getByLabel(/Passwort/).first().fill(site.password);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: /löschen/i }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ihr Konto ist gelöscht");
  await expectGoodPage(page);
  await page.goto("/uebersicht");
  await expect(page).toHaveURL(/anmelden/);
});
