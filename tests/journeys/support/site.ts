// SPDX-License-Identifier: EUPL-1.2
// The test object of all journeys: a server of the worker's own, sign-in by role, and checks that every page has to pass.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as plain, type Page } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { baseDatabase, program, root, signInsFile } from "./places";

export type RoleName = "newcomer" | "learner" | "supervisor" | "hr" | "provider" | "instructor" | "board" | "office" | "venue" | "operator";

// The sample prints its accounts in this order.
const order: RoleName[] = ["newcomer", "learner", "supervisor", "hr", "provider", "instructor", "board", "office", "venue", "operator"];

export interface Site {
  address: string;
  password: string;
  email: Record<RoleName, string>;
  mailDirectory: string;
  database: string;
}

function readSignIns(): Pick<Site, "password" | "email"> {
  const printed = fs.readFileSync(signInsFile, "utf8");
  const password = /Passwort[^:]*:\s*(\S+)/.exec(printed)?.[1];
  const addresses = [...printed.matchAll(/(\S+@\S+\.example)/g)].map((match) => match[1]!);
  if (!password || addresses.length < order.length) throw new Error(`Anmeldedaten fehlen in der Ausgabe von „sample“:\n${printed}`);
  return { password, email: Object.fromEntries(order.map((role, i) => [role, addresses[i]!])) as Record<RoleName, string> };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function waitUntilReady(address: string, server: ChildProcess): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (server.exitCode !== null) throw new Error(`Der Server ist mit ${server.exitCode} beendet worden.`);
    try {
      if ((await fetch(`${address}/readyz`)).status === 200) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("Der Server wurde nicht bereit.");
}

// Files that name a region of their own (`test.use({ region: "…" })`) get a server and a database that no other file has changed.
export const test = plain.extend<{ hosts: Set<string> }, { site: Site; region: string }>({
  region: ["common", { option: true, scope: "worker" }],
  site: [
    async ({ region }, use, worker) => {
      const folder = path.join(root, `build/journeys-data/${region}-${worker.workerIndex}`);
      fs.rmSync(folder, { recursive: true, force: true });
      fs.mkdirSync(folder, { recursive: true });
      const database = path.join(folder, "region.sqlite");
      fs.copyFileSync(baseDatabase, database);
      const port = await freePort();
      const address = `http://127.0.0.1:${port}`;
      const mailDirectory = path.join(folder, "mail");
      const log = fs.openSync(path.join(folder, "server.log"), "w");
      const server = spawn(program, ["serve", "--database", `sqlite:${database}`, "--listen", `127.0.0.1:${port}`, "--mail-directory", mailDirectory,
        "--access-log", path.join(folder, "access.log")], { stdio: ["ignore", log, log] });
      try {
        await waitUntilReady(address, server);
        await use({ ...readSignIns(), address, mailDirectory, database });
      } finally {
        server.kill("SIGTERM");
        await new Promise((done) => (server.exitCode !== null ? done(null) : server.on("exit", done)));
        fs.closeSync(log);
      }
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site.address),
  // Every host the browser asked for anything; checked after each test.
  hosts: [
    async ({ context, site }, use) => {
      const hosts = new Set<string>();
      context.on("request", (request) => {
        const url = new URL(request.url());
        if (url.protocol.startsWith("http") || url.protocol.startsWith("ws")) hosts.add(url.host);
      });
      await use(hosts);
      hosts.delete(new URL(site.address).host);
      expect([...hosts], "requests to foreign hosts").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function signIn(page: Page, site: Site, role: RoleName): Promise<void> {
  await page.goto("/anmelden");
  await page.getByLabel("E-Mail").fill(site.email[role]);
  await page.getByLabel("Passwort", { exact: true }).fill(site.password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page).toHaveURL(/\/uebersicht/);
}

// What every page has to pass: no axe finding (an undecided contrast counts as one), one h1, a title, no sideways scrolling.
export async function expectGoodPage(page: Page): Promise<void> {
  await expect(page.locator("h1")).toHaveCount(1);
  expect(await page.title()).not.toBe("");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  const describe = (findings: typeof result.violations) =>
    findings.map((finding) => `${finding.id}: ${finding.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  expect(describe(result.violations), page.url()).toEqual([]);
  // On the map and the net axe cannot tell what lies behind the words of the drawing (a table beside it says the same), nor behind an element
  // that reaches over the edge of the window on that short page (it then names nothing that covers it). Everywhere else both count.
  const onDrawing = /ansicht=(map|netz)/.test(page.url());
  const cannotBeTold = (node: (typeof result.incomplete)[number]["nodes"][number]) => onDrawing && (node.html.startsWith("<text ") ||
    node.any.some((check) => check.data?.messageKey === "bgOverlap" && (check.relatedNodes ?? []).length === 0));
  const undecided = result.incomplete
    .filter((finding) => finding.id === "color-contrast")
    .map((finding) => ({ ...finding, nodes: finding.nodes.filter((node) => !cannotBeTold(node)) }))
    .filter((finding) => finding.nodes.length > 0);
  expect(describe(undecided), page.url()).toEqual([]);
}
