// SPDX-License-Identifier: EUPL-1.2
// SIGTERM with requests in flight: each request that the server had taken gets its whole answer, every acknowledged write is stored
// once, and the program ends with 0.
import { execFileSync } from "node:child_process";
import http from "node:http";
import { createRegion, freePort, send, signIn, startServer } from "./program.mjs";

const rounds = 10;
const started = Date.now();
const region = createRegion(100);
const port = await freePort();
const sqlite = (sql) => Number(execFileSync("sqlite3", ["-readonly", region.database, sql], { encoding: "utf8" }));
const count = "SELECT COUNT(*) FROM evidence";
const before = sqlite(count);
let acknowledged = 0, uncertain = 0, cut = 0, answered = 0, first = 0;

function post(agent, session, slug, level) {
  const call = { taken: false };
  call.answer = new Promise((resolve, reject) => {
    const body = JSON.stringify({ competence: slug, level });
    const request = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/api/v1/me/evidence",
      headers: { cookie: session.cookie, "content-type": "application/json", "x-csrf-token": session.csrf, origin: `http://127.0.0.1:${port}`,
        "content-length": Buffer.byteLength(body) } }, (response) => {
      call.taken = true;  // the head of an answer came: it has to be complete
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => (response.complete
        ? resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString(), closes: response.headers.connection === "close" })
        : reject(new Error("incomplete"))));
    });
    request.on("error", reject);
    request.end(body);
  });
  return call;
}

for (let round = 1; round <= rounds; round++) {
  const server = await startServer(region.database, port);
  const session = await signIn(port, region.accounts[1], region.password);
  const slugs = JSON.parse((await send(port, "GET", "/api/v1/competences", { cookie: session.cookie })).body).competences.map((one) => one.slug);
  let stopping = false, withdrawn = 0;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; ; i++) {
      // A competence of its own with another level each time, so that every call adds a row.
      const call = post(agent, session, slugs[client], (i + round) % 6);
      try {
        const answer = await call.answer;
        if (answer.status === 200 || answer.status === 201) {
          acknowledged += JSON.parse(answer.body).added;
          answered++;
        } else if (answer.status !== 503) throw new Error(`Status ${answer.status}: ${answer.body.slice(0, 200)}`);
      } catch (problem) {
        if (!/ECONNRESET|ECONNREFUSED|socket hang up|EPIPE|incomplete/.test(String(problem))) throw problem;
        if (!stopping) throw new Error(`Runde ${round}: Ohne Stopp abgebrochen: ${problem}`);
        if (call.taken) cut++;
        // A connection that was idle when the server stopped may be closed while the next request is on its way. That request was never
        // taken, so it must not have been carried out either: counted below.
        else if (!/ECONNREFUSED/.test(String(problem))) withdrawn++;
        agent.destroy();
        return;
      }
    }
  });
  await new Promise((done) => setTimeout(done, 250));
  stopping = true;
  server.kill("SIGTERM");
  const end = await server.ended;
  await Promise.all(clients);
  uncertain += withdrawn;
  if (end.code !== 0) throw new Error(`Runde ${round}: Der Server endete mit ${end.code ?? end.signal} statt mit 0.`);
  const stored = sqlite(count) - before;
  if (stored < acknowledged) throw new Error(`Runde ${round}: ${acknowledged} Schreibvorgänge bestätigt, nur ${stored} gespeichert.`);
  if (stored > acknowledged) throw new Error(`Runde ${round}: ${stored - acknowledged} Schreibvorgänge ausgeführt, aber nicht beantwortet.`);
  if (round === 1) first = answered;
}
if (first === 0) throw new Error("Es wurde nichts geschrieben; der Test prüft nichts.");
if (cut > 0) throw new Error(`${cut} angefangene Antworten wurden abgeschnitten.`);
console.log(`In Ordnung: ${rounds} sanfte Stopps, ${answered} Antworten unter Last, keine abgeschnitten, nichts verloren ` +
  `(${uncertain} Anfragen kamen nach dem Stopp), ${Math.round((Date.now() - started) / 1000)} s.`);
process.exit(0);
