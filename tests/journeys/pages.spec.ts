// SPDX-License-Identifier: EUPL-1.2
// Every page as every role that sees it: axe, one heading, no sideways scrolling, light and dark.
import { expect, expectGoodPage, signIn, test, type RoleName } from "./support/site";

const open = ["/", "/anmelden", "/passwort-vergessen", "/angebote", "/angebote?q=datenschutz&form=online&sort=preis",
  "/angebote?ansicht=map", "/angebote/vergleich?angebot=gespraech-grundlagen&angebot=zuhoeren-nachfragen", "/angebote/gespraech-grundlagen",
  "/angebote/cs-bpmn-digitalwerkstatt", "/standard-beschreibung", "/hilfe", "/impressum", "/datenschutz",
  "/barrierefreiheit", "/rueckmeldung", "/lernorte", "/themenlandkarte", "/themenlandkarte/teamwork", "/taetigkeiten",
  "/taetigkeiten/citizen-service", "/taetigkeiten/allgemein", "/taetigkeiten/fristen", "/datenschutz/wer-sieht-was"];
const account = ["/uebersicht", "/konto", "/konto/passwort", "/konto/sitzungen", "/konto/zwei-faktor", "/konto/daten", "/konto/loeschung"];
const learning = ["/profil", "/profil/taetigkeit", "/profil/koennen", "/profil/koennen/alle", "/profil/koennen/weitere", "/profil/interessen",
  "/profil/lernzeit", "/kompetenzen", "/kompetenzen/teamwork", "/lehrplan", "/lehrplan/grenzen", "/lehrplan/vorschlag", "/lehrplan/verlauf"];
const development = ["/interview", "/interview/protokoll", "/kompetenzen?ansicht=balken", "/kompetenzen?ansicht=netz", "/kurz-pruefen",
  "/kurz-pruefen/teamwork", "/profil/nachweise", "/profil/bestaetigungen", "/profil/bestaetigungen/neu", "/mitarbeitergespraech",
  "/mitarbeitergespraech/vorbereitung", "/ziele", "/karrierewege", "/reflexion", "/reflexion/fragen/energy"];
const pagesOf: Record<RoleName, string[]> = {
  newcomer: [...account, ...learning],
  learner: [...learning, ...development, "/angebote", "/angebote/gespraech-intensiv", "/merkliste", "/gespeicherte-suchen", "/gespeicherte-suchen/neu?q=datenschutz"],
  supervisor: ["/uebersicht", "/bestaetigungen", "/mitarbeitergespraech", "/ziele/team", "/verwaltung/personen"],
  hr: ["/uebersicht", "/ziele/team", "/taetigkeiten/citizen-service/verlauf", "/taetigkeiten/citizen-service/anforderungen/neu",
    "/taetigkeiten/stellenbeschreibung", "/verwaltung/personen", "/verwaltung/personen/neu", "/verwaltung/personen/import", "/verwaltung/organisation"],
  provider: ["/uebersicht", "/anbieter-bereich/anbieter", "/anbieter-bereich/lernorte", "/anbieter-bereich/kurse", "/anbieter-bereich/bitte-pruefen",
    "/anbieter-bereich/sammelaenderung", "/anbieter-bereich/termine", "/anbieter-bereich/importe", "/anbieter-bereich"],
  instructor: ["/uebersicht", "/anbieter-bereich"],
  board: ["/uebersicht", "/themenlandkarte/bearbeiten", "/themenlandkarte/vorschlaege", "/angebote", "/bedarf"],
  office: ["/uebersicht", "/themenlandkarte/bearbeiten", "/themenlandkarte/neu", "/themenlandkarte/importe", "/themenlandkarte/bereiche",
    "/themenlandkarte/teamwork/bearbeiten", "/themenlandkarte/teamwork/veraltet", "/taetigkeiten/neu", "/taetigkeiten/team-lead/bearbeiten", "/verwaltung/personen", "/verwaltung/organisationen", "/rueckmeldungen", "/lernorte",
    "/freigaben", "/suche-woerter", "/bedarf", "/anbieter-bereich/anbieter/neu", "/anbieter-bereich"],
  venue: ["/uebersicht", "/lernorte", "/anbieter-bereich/lernorte"],
  operator: ["/uebersicht", "/betrieb", "/betrieb/auftraege", "/betrieb/post", "/betrieb/protokoll", "/rueckmeldungen"],
};

test("open pages are good pages", async ({ page }) => {
  for (const path of open) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    await expectGoodPage(page);
  }
  await page.goto("/angebote");
  await page.locator("main a[href^='/angebote/']").first().click();
  await expectGoodPage(page);
  await page.locator("main a[href^='/anbieter/']").first().click();
  await expectGoodPage(page);
});

for (const [role, paths] of Object.entries(pagesOf) as [RoleName, string[]][]) {
  test(`pages of ${role} are good pages`, async ({ page, site }) => {
    await signIn(page, site, role);
    for (const path of paths) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await expectGoodPage(page);
    }
    if (await page.locator("main table tbody a").count()) {
      await page.locator("main table tbody a").first().click();
      await expectGoodPage(page);
    }
  });
}

test("pages are good pages in the dark and in English", async ({ page, site }) => {
  await signIn(page, site, "learner");
  await page.getByRole("button", { name: "Dunkel" }).click();
  await page.getByRole("button", { name: "English" }).click();
  for (const path of ["/uebersicht", "/profil", "/kompetenzen", "/lehrplan", "/angebote", "/profil/lernzeit"]) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expectGoodPage(page);
  }
});

test("errors say what happened, with a number to name", async ({ page, site }) => {
  const missing = await page.goto("/gibt-es-nicht");
  expect(missing?.status()).toBe(404);
  await expectGoodPage(page);
  await signIn(page, site, "newcomer");
  const forbidden = await page.goto("/betrieb");
  expect(forbidden?.status()).toBe(403);
  await expect(page.getByText(/Vorgangsnummer|Anfragenummer|Nummer/).first()).toBeVisible();
  await expectGoodPage(page);
});
