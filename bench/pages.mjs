// SPDX-License-Identifier: EUPL-1.2
// Start, memory and the pages of a signed-in person in a region of 50,000 people and 2,000 offers, on SQLite, while others write.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { cpuMilliseconds, csrfOf, fillSample, fixed, folder, median, memoryMegabytes, request, say, signIn, sleep, startNginx, startServer, startWriter,
  stopServer, wrk } from "./support.mjs";

async function measurePages(port, server, cookie, writerCookie, rounds, rows) {
  const konto = (await request(port, "GET", "/konto", { cookie: writerCookie })).body;
  const value = (field) => new RegExp(`name="${field}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${field}"`).exec(konto)?.slice(1).find((v) => v !== undefined) ?? "";
  const writerCsrf = csrfOf(konto), name = { first: value("vorname"), last: value("nachname") };
  for (const target of ["/uebersicht", "/kompetenzen", "/lehrplan", "/profil", "/angebote",
    "/angebote?q=informationssicherheit", "/angebote?q=Onlinezugangsgesez&form=online&sort=passend", "/angebote?luecken=ja"]) {
    await request(port, "GET", target, { cookie });  // the first one also reads what the server keeps for a minute
    const page = await request(port, "GET", target, { cookie });
    if (page.status !== 200) { rows.push(`| ${target} | nicht messbar: Status ${page.status} | | | | | | |`); continue; }
    wrk(port, target, cookie, { connections: 1, seconds: 1 });
    const measured = [];
    for (let i = 0; i < rounds; i++) {
      const before = cpuMilliseconds(server.pid);
      const result = wrk(port, target, cookie, { connections: 1, seconds: 2 });
      if (result.failed > 0) throw new Error(`${target}: ${result.failed} von ${result.requests} Antworten sind Fehler.`);
      measured.push({ ...result, cpu: (cpuMilliseconds(server.pid) - before) * 1000 / result.requests });
    }
    const writer = startWriter(port, writerCookie, writerCsrf, name);
    await sleep(300);
    const busy = [];
    for (let i = 0; i < 3; i++) {
      // wrk blocks this process; a child does the waiting so that the writer goes on.
      busy.push(await new Promise((resolve, reject) => {
        const child = spawn("wrk", ["-t1", "-c1", "-d3s", "--latency", "-H", `Cookie: ${cookie}`, `http://127.0.0.1:${port}${target}`]);
        let text = "";
        child.stdout.on("data", (chunk) => { text += chunk; });
        child.on("error", reject);
        child.on("close", () => {
          const unit = { us: 0.001, ms: 1, s: 1000 };
          const read = (pattern) => { const m = pattern.exec(text); return m ? Number(m[1]) * unit[m[2]] : NaN; };
          resolve({ p50: read(/50%\s+([\d.]+)(us|ms|s)/), p99: read(/99%\s+([\d.]+)(us|ms|s)/) });
        });
      }));
    }
    writer.stop();
    const statements = /db;desc="?(\d+)/.exec(page.headers["server-timing"] ?? "")?.[1] ?? "–";
    rows.push(`| ${target} | ${fixed(Buffer.byteLength(page.body) / 1024, 1)} | ${statements} | ${fixed(median(measured.map((r) => r.cpu)), 0)} | ` +
      `${fixed(median(measured.map((r) => r.p50)))} | ${fixed(median(measured.map((r) => r.p99)))} | ${fixed(median(busy.map((r) => r.p50)))} | ` +
      `${fixed(median(busy.map((r) => r.p99)))} (${Math.round(writer.state.perSecond)} Schreibvorgänge/s, ${writer.state.failed} Fehler) |`);
    say(rows.at(-1));
  }
}

async function compareWithNginx(port, cookie, rounds, target) {
  const bytes = Buffer.byteLength((await request(port, "GET", target, { cookie })).body);
  const nginx = await startNginx(port + 1, bytes);
  const ours = [], theirs = [];
  for (let i = 0; i < rounds; i++) {
    ours.push(wrk(port, target, cookie, { connections: 16, seconds: 3 }).perSecond);
    theirs.push(wrk(port + 1, "/page.html", "", { connections: 16, seconds: 3 }).perSecond);
  }
  nginx.kill("SIGTERM");
  return { bytes, ours: median(ours), theirs: median(theirs), ratio: median(ours.map((value, i) => value / theirs[i])) };
}

export async function measureRegion({ people, rounds }) {
  const port = 18400 + (process.pid % 1000);
  const file = path.join(folder, "region.sqlite"), database = `sqlite:${file}`;
  const offers = 2000;
  const lines = [];
  say("Beispielregion");
  const { accounts, password, seconds } = fillSample(database, { people, offers });
  const starts = [];
  let running;
  for (let i = 0; i < rounds; i++) {
    running = await startServer(database, port);
    starts.push(running.readyMs);
    if (i + 1 < rounds) await stopServer(running.server);
  }
  const { server } = running;
  // The sample prints the accounts in a fixed order: a newcomer first, then a person with a complete profile.
  const cookie = await signIn(port, accounts[1].email, password);
  const writerCookie = await signIn(port, accounts[0].email, password);
  // A plan in force, so that the pages show one.
  const form = csrfOf((await request(port, "GET", "/lehrplan", { cookie })).body);
  await request(port, "POST", "/lehrplan/berechnung", { cookie, body: new URLSearchParams({ csrf: form }).toString() });
  const plan = await request(port, "GET", "/lehrplan", { cookie });
  const accept = /action="(\/lehrplan\/versionen\/\d+\/annahme)"/.exec(plan.body)?.[1];
  if (accept) await request(port, "POST", accept, { cookie, body: new URLSearchParams({ csrf: csrfOf(plan.body) }).toString() });

  lines.push("## Start, Speicher, Beispielregion", "", `SQLite, ${people.toLocaleString("de-DE")} Personen, ${offers.toLocaleString("de-DE")} Angebote.`, "",
    "| was | gemessen | Vorgabe |", "|---|---|---|",
    `| Start bis bereit (Median von ${rounds}) | ${fixed(median(starts) / 1000, 3)} s | ≤ 2 s |`,
    `| Beispielregion anlegen | ${fixed(seconds, 1)} s, ${fixed(fs.statSync(file).size / 1048576, 0)} MB | – |`);

  say("Seiten");
  const rows = [];
  await measurePages(port, server, cookie, writerCookie, rounds, rows);
  lines.push(`| Speicher (PSS) nach den Seitenmessungen | ${fixed(memoryMegabytes(server.pid), 0)} MB | ≤ 300 MB |`, "");
  lines.push("## Seiten, angemeldet, eine Verbindung", "",
    "Vorgabe: ≤ 400 µs CPU, ≤ 40 KB, ≤ 8 Anweisungen; p50 ≤ 0,5 ms und p99 ≤ 5 ms, während 200 Schreibvorgänge je Sekunde dauerhaft werden. "
    + "Die Anweisungen sind die eines zweiten Aufrufs: Einmal in der Minute liest die Übersicht mit einer neunten, welche Verwaltungen zum Lernen einladen.", "",
    "| Seite | KB | Anweisungen | CPU µs | p50 ms | p99 ms | p50 ms beim Schreiben | p99 ms beim Schreiben |", "|---|---|---|---|---|---|---|---|", ...rows, "");

  say("Vergleich mit nginx");
  const compared = await compareWithNginx(port, cookie, rounds, "/uebersicht");
  lines.push(`Durchsatz der Übersicht mit 16 Verbindungen: ${fixed(compared.ours, 0)}/s; nginx mit einer Datei gleicher Größe (${compared.bytes} Bytes): ` +
    `${fixed(compared.theirs, 0)}/s; Verhältnis (Median der Paare) ${fixed(compared.ratio * 100, 0)} %. Ziel: 35 %.`, "");
  await stopServer(server);
  return lines;
}
