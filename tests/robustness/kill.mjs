// SPDX-License-Identifier: EUPL-1.2
// A hundred times: writing load, SIGKILL at a random moment, start again. Every acknowledged write is there, the database is sound,
// and the next start is clean.
import { execFileSync } from "node:child_process";
import http from "node:http";
import { createRegion, freePort, send, signIn, startServer } from "./program.mjs";

const kills = process.argv[2] === "--kills" ? Number(process.argv[3]) : 100;
const seed = Number(process.env.KC_SEED ?? Date.now() % 100000);
let state = seed;
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
console.log(`Harte Stopps: ${kills}, Startwert ${seed}`);

const region = createRegion(100);
const sqlite = (sql) => execFileSync("sqlite3", ["-readonly", region.database, sql], { encoding: "utf8" }).trim();
const acknowledged = new Set();
const port = await freePort();
let session;

for (let round = 1; round <= kills; round++) {
  const server = await startServer(region.database, port);
  session ??= await signIn(port, region.accounts[1], region.password);
  const competences = JSON.parse((await send(port, "GET", "/api/v1/competences", { cookie: session.cookie })).body).competences;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  let running = true, written = 0;
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let i = 0; running; i++) {
      // Each writer keeps to competences of its own; the level changes with each call, so every call adds a row.
      const competence = competences[(writer + 4 * (i % 8)) % competences.length];
      try {
        const answer = await send(port, "POST", "/api/v1/me/evidence", { cookie: session.cookie, agent,
          headers: { "content-type": "application/json", "x-csrf-token": session.csrf },
          body: JSON.stringify({ competence: competence.slug, level: (Math.floor(i / 8) + round) % 6 }) });
        if (answer.status !== 200 && answer.status !== 201) throw new Error(`Status ${answer.status}: ${answer.body.slice(0, 300)}`);
        const evidence = JSON.parse(answer.body).evidence;
        if (evidence) { acknowledged.add(evidence); written++; }
      } catch (problem) {
        if (running && !/ECONNRESET|ECONNREFUSED|socket hang up|incomplete|EPIPE/.test(String(problem))) { running = false; throw problem; }
        if (server.exitCode !== null || server.signalCode !== null) return;
      }
    }
  });
  await new Promise((done) => setTimeout(done, 100 + random() * 300));
  server.kill("SIGKILL");
  await server.ended;
  running = false;
  await Promise.all(writers);
  agent.destroy();
  if (written === 0 && round === 1) throw new Error("Es wurde nichts geschrieben; der Test prüft nichts.");

  const check = sqlite("PRAGMA integrity_check");
  if (check !== "ok") throw new Error(`Runde ${round}: Die Datenbank ist beschädigt: ${check}`);
  const stored = new Set(sqlite("SELECT id FROM evidence").split("\n").map(Number));
  const lost = [...acknowledged].filter((id) => !stored.has(id));
  if (lost.length > 0) throw new Error(`Runde ${round}: ${lost.length} bestätigte Schreibvorgänge fehlen: ${lost.slice(0, 5)}`);
  const unaudited = sqlite("SELECT COUNT(*) FROM pragma_foreign_key_check");
  if (unaudited !== "0") throw new Error(`Runde ${round}: ${unaudited} verletzte Verweise`);
  if (round % 25 === 0) console.log(`  ${round} harte Stopps, ${acknowledged.size} bestätigte Schreibvorgänge, alle vorhanden`);
}
console.log(`In Ordnung: ${kills} harte Stopps, ${acknowledged.size} bestätigte Schreibvorgänge, keiner verloren.`);
process.exit(0);
