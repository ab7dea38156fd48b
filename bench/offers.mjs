// SPDX-License-Identifier: EUPL-1.2
// A country's catalogue: 100,000 offers in PostgreSQL and two app nodes over it. How long a node needs to start, what it keeps in memory
// before and after changes, how long after a release both nodes find the changed offer, and what a search costs visitors and learners.
import { execFileSync } from "node:child_process";
import http from "node:http";
import path from "node:path";

import {
  cookiesOf, cpuMilliseconds, fillSample, fixed, median, memoryMegabytes, request, root, say, signIn, sleep, startServer, stopServer,
} from "./support.mjs";

function call(port, session, method, target, body) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = { cookie: session.cookie, "x-csrf-token": session.token ?? "", "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    const sent = http.request({ host: "127.0.0.1", port, method, path: `/api/v1${target}`, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => {
        const read = Buffer.concat(chunks).toString("utf8");
        if (answer.statusCode >= 300) reject(new Error(`${method} ${target}: ${answer.statusCode} ${read.slice(0, 300)}`));
        else resolve({ headers: answer.headers, json: read === "" ? null : JSON.parse(read) });
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

async function signInToApi(port, email, password) {
  const session = { cookie: "" };
  session.cookie = cookiesOf(await call(port, session, "POST", "/sign-in", { email, password })).join("; ");
  session.token = (await call(port, session, "GET", "/me")).json.csrf_token;
  return session;
}

const finds = async (port, word) => (await request(port, "GET", `/api/v1/offers/search?q=${word}`)).body.includes(`${word} im Rathaus`);

// What a page costs the server, with words that differ each time as while somebody types; often, as its CPU is told in steps of 10 ms.
async function measureSearches(server, port, cookie) {
  const typed = ["datenschutz", "vergabe", "gespräch", "akte", "haushalt"].flatMap((word) => [...word].map((_, i) => word.slice(0, i + 1)));
  const words = Array(20).fill(typed).flat();
  const agent = new http.Agent({ keepAlive: true });
  const times = [];
  await request(port, "GET", "/angebote", { cookie, agent });
  const cpu = cpuMilliseconds(server.pid);
  for (const word of words) {
    const began = performance.now();
    const answer = await request(port, "GET", `/angebote?q=${encodeURIComponent(word)}`, { cookie, agent });
    if (answer.status !== 200) throw new Error(`Die Suche nach „${word}“ antwortet mit ${answer.status}.`);
    times.push(performance.now() - began);
  }
  agent.destroy();
  return `${fixed((cpuMilliseconds(server.pid) - cpu) / words.length)} ms Rechenzeit, Median ${fixed(median(times))} ms`;
}

export async function measureOffers({ rounds }) {
  const offers = 100_000;
  say("100.000 Angebote auf zwei Knoten");
  const url = /KC_TEST_POSTGRES=['"]?([^'"\s;]+)/.exec(execFileSync(path.join(root, "bin/postgres-for-tests"), ["start"], { encoding: "utf8" }))[1];
  const name = `kc_bench_${process.pid}`;
  const sql = (text) => execFileSync("psql", [url, "-qtAc", text], { encoding: "utf8" });
  sql(`CREATE DATABASE ${name}`);
  const database = url.replace(/\/[^/]*$/, `/${name}`);
  const port = 19600 + (process.pid % 300) * 2;
  const nodes = [];
  try {
    const { accounts, password, seconds } = fillSample(database, { people: 200, offers });
    const starts = [];
    for (let i = 0; i < Math.min(rounds, 3); i++) {
      const { server, readyMs } = await startServer(database, port);
      starts.push(readyMs);
      await stopServer(server);
    }
    for (const at of [port, port + 1]) nodes.push((await startServer(database, at)).server);
    const memoryBefore = memoryMegabytes(nodes[1].pid);
    const office = accounts.find(({ label }) => /Geschäftsstelle/.test(label));
    const session = await signInToApi(port, office.email, password);
    const listed = (await call(port, session, "GET", "/provider/offers?state=published")).json;
    const id = listed.offers[0].id;
    const here = [], there = [];
    for (let i = 0; i < Math.max(rounds, 5) * 4; i++) {
      const word = `Mewo${[...`${process.pid}${i}`].map((digit) => "abcdefghij"[digit]).join("")}`;
      const draft = (await call(port, session, "GET", `/provider/offers/${id}`)).json;
      draft.content.title = `${word} im Rathaus einsetzen`;
      const { revision } = (await call(port, session, "PUT", `/provider/offers/${id}`, { revision: draft.revision, content: draft.content })).json;
      await call(port, session, "POST", `/provider/offers/${id}/release`, { revision });
      const released = performance.now();
      const waits = [port, port + 1].map(async (at) => {
        while (!(await finds(at, word))) {
          if (performance.now() - released > 30_000) throw new Error("Die Änderung ist nach 30 Sekunden noch nicht auffindbar.");
          await sleep(5);
        }
        return performance.now() - released;
      });
      const [first, second] = await Promise.all(waits);
      here.push(first);
      there.push(second);
    }
    const memoryAfter = memoryMegabytes(nodes[1].pid);
    const asVisitor = await measureSearches(nodes[1], port + 1, "");
    const learner = accounts.find(({ label }) => /vollständigem Profil/.test(label));
    const asLearner = await measureSearches(nodes[1], port + 1, await signIn(port + 1, learner.email, password));
    return ["## 100.000 Angebote, zwei Knoten über einem PostgreSQL", "", "| was | gemessen | Vorgabe |", "|---|---|---|",
      `| Angebote anlegen | ${fixed(seconds, 1)} s | – |`,
      `| Start bis bereit, mit Suchindex (Median von ${starts.length}) | ${fixed(median(starts) / 1000)} s | Index ≤ 5 s |`,
      `| Speicher eines Knotens (PSS) nach dem Start, nach ${here.length} Änderungen | ${fixed(memoryBefore, 0)} MB, ${fixed(memoryAfter, 0)} MB | ≤ 1,25-mal |`,
      `| freigegebene Änderung auffindbar, derselbe Knoten (Median, Höchstwert von ${here.length}) | ${fixed(median(here), 0)} ms, ${fixed(Math.max(...here), 0)} ms | ≤ 1 s |`,
      `| dieselbe Änderung, anderer Knoten | ${fixed(median(there), 0)} ms, ${fixed(Math.max(...there), 0)} ms | ≤ 1 s |`,
      `| Suchseite beim Tippen, nicht angemeldet | ${asVisitor} | – |`,
      `| dieselbe, angemeldet mit vollständigem Profil | ${asLearner} | ≤ 2 ms |`, ""];
  } finally {
    for (const node of nodes) await stopServer(node);
    sql(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}
