// SPDX-License-Identifier: EUPL-1.2
// SIGTERM with requests in flight: each request that the server had taken gets its whole answer, every acknowledged write is stored,
// and the program ends with 0.
import { execFileSync } from "node:child_process";
import http from "node:http";
import { createRegion, freePort, send, signIn, startServer } from "./program.mjs";

const rounds = 10;
const region = createRegion(100);
const port = await freePort();
const acknowledged = new Set();
let cut = 0, answered = 0;

for (let round = 1; round <= rounds; round++) {
  const server = await startServer(region.database, port);
  const session = await signIn(port, region.accounts[1], region.password);
  const competences = JSON.parse((await send(port, "GET", "/api/v1/competences", { cookie: session.cookie })).body).competences;
  let stopping = false;
  const clients = Array.from({ length: 8 }, async (_, client) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; ; i++) {
      const competence = competences[(client + 8 * (i % 8)) % competences.length];
      let taken = false;
      try {
        const answer = await new Promise((resolve, reject) => {
          const body = JSON.stringify({ competence: competence.slug, level: (i + round) % 6 });
          const call = http.request({ host: "127.0.0.1", port, agent, method: "POST", path: "/api/v1/me/evidence",
            headers: { cookie: session.cookie, "content-type": "application/json", "x-csrf-token": session.csrf, origin: `http://127.0.0.1:${port}`,
              "content-length": Buffer.byteLength(body) } }, (response) => {
            taken = true;  // the head of an answer came: it has to be complete
            const chunks = [];
            response.on("data", (chunk) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () => (response.complete ? resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }) : reject(new Error("incomplete"))));
          });
          call.on("error", reject);
          call.end(body);
        });
        if (answer.status === 200 || answer.status === 201) {
          const evidence = JSON.parse(answer.body).evidence;
          if (evidence) acknowledged.add(evidence);
          answered++;
        } else if (answer.status !== 503) throw new Error(`Status ${answer.status}: ${answer.body.slice(0, 200)}`);
      } catch (problem) {
        if (taken) cut++;
        // An idle connection that is closed while the next request is on its way was never taken by the server.
        if (!/ECONNRESET|ECONNREFUSED|socket hang up|EPIPE|incomplete/.test(String(problem))) throw problem;
        if (stopping) { agent.destroy(); return; }
      }
    }
  });
  await new Promise((done) => setTimeout(done, 250));
  stopping = true;
  server.kill("SIGTERM");
  const end = await server.ended;
  await Promise.all(clients);
  if (end.code !== 0) throw new Error(`Runde ${round}: Der Server endete mit ${end.code ?? end.signal} statt mit 0.`);
}
if (cut > 0) throw new Error(`${cut} angefangene Antworten wurden abgeschnitten.`);
const stored = new Set(execFileSync("sqlite3", ["-readonly", region.database, "SELECT id FROM evidence"], { encoding: "utf8" }).trim().split("\n").map(Number));
const lost = [...acknowledged].filter((id) => !stored.has(id));
if (lost.length > 0) throw new Error(`${lost.length} bestätigte Schreibvorgänge fehlen.`);
console.log(`In Ordnung: ${rounds} sanfte Stopps, ${answered} Antworten unter Last, keine abgeschnitten, nichts verloren.`);
process.exit(0);
