// SPDX-License-Identifier: EUPL-1.2
// A hundred times: writing load, SIGKILL at a random moment, start again. Every acknowledged write is there, nothing is there twice
// or by half, the database is sound, and the next start is clean.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRegion, freePort, send, serverLog, signIn, startServer } from "./program.mjs";

const kills = process.argv[2] === "--kills" ? Number(process.argv[3]) : 100;
const seed = Number(process.env.KC_SEED ?? Date.now() % 100000);
let state = seed;
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
console.log(`Harte Stopps: ${kills}, Startwert ${seed}`);

const started = Date.now();
const region = createRegion(100);
const sqlite = (sql) => execFileSync("sqlite3", ["-readonly", region.database, sql], { encoding: "utf8" }).trim();
const rows = (sql) => sqlite(sql).split("\n").filter(Boolean).map((line) => line.split("|"));

// Each writer has competences of its own and knows of each: how many rows there were, how many were acknowledged since,
// and how many calls ended without an answer (their row may be there or not).
const countsSql = `SELECT p.email, c.slug, COUNT(*) FROM evidence e JOIN people p ON p.id = e.person_id JOIN competences c ON c.id = e.competence_id
  WHERE e.source = 'self_assessment' GROUP BY 1, 2`;
const storedCounts = () => new Map(rows(countsSql).map(([email, slug, count]) => [`${email} ${slug}`, Number(count)]));
const audited = () => Number(sqlite("SELECT COUNT(*) FROM audit_log WHERE action = 'profile.self_assessed'"));
const before = storedCounts();
const auditedBefore = audited();
const expected = new Map();
let acknowledged = 0, unanswered = 0;

async function write(port, agent, session, fact) {
  const level = (fact.level + 1) % 6;  // another level than last time: every call adds a row
  try {
    const answer = await send(port, "POST", "/api/v1/me/evidence", { cookie: session.cookie, agent,
      headers: { "content-type": "application/json", "x-csrf-token": session.csrf }, body: JSON.stringify({ competence: fact.slug, level }) });
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`Status ${answer.status}: ${answer.body.slice(0, 300)}`);
    const { added } = JSON.parse(answer.body);
    // Nothing added is right only when a call without an answer had already stored this level.
    if (added !== 1 && fact.maybe === 0) throw new Error(`${fact.slug}: Stufe ${level} wurde nicht gespeichert, obwohl sie neu war`);
    fact.level = level;
    fact.acknowledged += added;
    acknowledged += added;
    return true;
  } catch (problem) {
    if (!/ECONNRESET|ECONNREFUSED|socket hang up|incomplete|EPIPE/.test(String(problem))) throw problem;
    // A refused connection reached nobody; any other end may have come after the commit.
    if (!/ECONNREFUSED/.test(String(problem))) { fact.maybe++; unanswered++; }
    return false;
  }
}

function check(round) {
  const sound = sqlite("PRAGMA integrity_check");
  if (sound !== "ok") throw new Error(`Runde ${round}: Die Datenbank ist beschädigt: ${sound}`);
  const dangling = sqlite("SELECT COUNT(*) FROM pragma_foreign_key_check");
  if (dangling !== "0") throw new Error(`Runde ${round}: ${dangling} verletzte Verweise`);
  const stored = storedCounts();
  let added = 0;
  for (const [key, fact] of expected) {
    const now = (stored.get(key) ?? 0) - (before.get(key) ?? 0);
    added += now;
    if (now < fact.acknowledged) throw new Error(`Runde ${round}: ${key}: ${fact.acknowledged} Einschätzungen bestätigt, nur ${now} gespeichert`);
    if (now > fact.acknowledged + fact.maybe) throw new Error(`Runde ${round}: ${key}: ${now} Einschätzungen gespeichert, nur ${fact.acknowledged} + ${fact.maybe} gesendet`);
  }
  // Value and audit entry are one transaction: never the one without the other.
  const entries = audited() - auditedBefore;
  if (entries !== added) throw new Error(`Runde ${round}: ${added} Einschätzungen, aber ${entries} Einträge im Protokoll`);
}

const port = await freePort();
let sessions, slugs;
for (let round = 1; round <= kills; round++) {
  const server = await startServer(region.database, port);
  if (!sessions) {
    sessions = [];
    for (const account of region.accounts.slice(0, 2)) sessions.push({ account, ...await signIn(port, account, region.password) });
    slugs = JSON.parse((await send(port, "GET", "/api/v1/competences", { cookie: sessions[0].cookie })).body).competences.map((one) => one.slug);
  }
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  let running = true, written = 0;
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    const session = sessions[writer % sessions.length];
    const own = slugs.filter((_, index) => index % 4 === writer).slice(0, 8);
    for (let i = 0; running; i++) {
      const key = `${session.account} ${own[i % own.length]}`;
      if (!expected.has(key)) expected.set(key, { slug: own[i % own.length], level: round % 6, acknowledged: 0, maybe: before.get(key) ?? 0 });
      if (await write(port, agent, session, expected.get(key))) written++;
      else return;
    }
  });
  await new Promise((done) => setTimeout(done, 100 + random() * 300));
  server.kill("SIGKILL");
  await server.ended;
  running = false;
  await Promise.all(writers);
  agent.destroy();
  if (written === 0 && round === 1) throw new Error("Es wurde nichts geschrieben; der Test prüft nichts.");
  check(round);
  if (round % 25 === 0) console.log(`  ${round} harte Stopps, ${acknowledged} bestätigte Schreibvorgänge, alle vorhanden`);
}
const complaints = fs.readFileSync(serverLog, "utf8").split("\n").filter((line) => /\[(error|critical)\]/.test(line));
if (complaints.length > 0) throw new Error(`Der Server hat Fehler gemeldet:\n${complaints.slice(0, 5).join("\n")}`);
console.log(`In Ordnung: ${kills} harte Stopps, ${acknowledged} bestätigte Schreibvorgänge, keiner verloren ` +
  `(${unanswered} ohne Antwort), ${Math.round((Date.now() - started) / 1000)} s.`);
process.exit(0);
