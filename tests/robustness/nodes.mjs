// SPDX-License-Identifier: EUPL-1.2
// Three app nodes over one PostgreSQL plan for everybody; offers change in a storm, and one node is killed in the middle. Nothing is lost:
// everybody's plan is current in the end. Nothing is done twice that anybody could see: no two versions in a row say the same.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { createRegion, freePort, root, send, serverLog, signIn, startServer } from "./program.mjs";

const people = 1000, changes = 12;
const seed = Number(process.env.KC_SEED ?? Date.now() % 100000);
let state = seed;
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

let postgres;
try {
  postgres = /KC_TEST_POSTGRES=['"]?([^'"\s;]+)/.exec(execFileSync(path.join(root, "bin/postgres-for-tests"), ["start"], { encoding: "utf8" }))[1];
} catch {
  console.log("Drei Knoten: übersprungen, PostgreSQL ist nicht installiert.");
  process.exit(0);
}
console.log(`Drei Knoten über einem PostgreSQL: ${people} Personen, ${changes} geänderte Angebote, Startwert ${seed}`);
const began = Date.now();
const name = `kc_nodes_${process.pid}`;
const administer = (text) => execFileSync("psql", [postgres, "-qtAc", text], { encoding: "utf8" });
administer(`CREATE DATABASE ${name}`);
process.on("exit", () => { try { administer(`DROP DATABASE ${name} WITH (FORCE)`); } catch { /* the server is gone */ } });
const database = postgres.replace(/\/[^/]*$/, `/${name}`);
const query = (text) => execFileSync("psql", [database, "-qtAc", text], { encoding: "utf8" }).trim();
const number = (text) => Number(query(text));
const fail = (text) => { throw new Error(`${text}\n${fs.readFileSync(serverLog, "utf8").slice(-3000)}`); };

const region = createRegion(people, database);

// Everybody is to be planned: one job for eight people, so that there is something to share.
const planAll = () => query(`INSERT INTO jobs (kind, payload, state, run_at, created_at)
  SELECT 'planning.replan', json_build_object('people', json_agg(id), 'cause', 'profile_changed')::text, 'queued', 0, 0
  FROM (SELECT id, row_number() OVER (ORDER BY id) / 8 AS part FROM people WHERE state = 'active') AS numbered GROUP BY part`);
const openJobs = "SELECT COUNT(*) FROM jobs WHERE kind IN ('planning.replan', 'planning.offers', 'planning.prove') AND (state = 'running' OR (state = 'queued' AND run_at <= "
  + "extract(epoch FROM now())::bigint))";

const owners = new Set();
const settle = async (seconds) => {
  const until = Date.now() + seconds * 1000;
  for (let quiet = 0; quiet < 5;) {
    if (Date.now() > until) fail(`Nach ${seconds} s sind noch Aufgaben offen: ${query("SELECT kind, state, attempts, last_error FROM jobs WHERE state <> 'done'")}`);
    for (const owner of query("SELECT DISTINCT lease_owner FROM jobs WHERE state = 'running' AND kind LIKE 'planning.%'").split("\n").filter(Boolean)) owners.add(owner);
    quiet = number(openJobs) === 0 ? quiet + 1 : 0;
    await sleep(100);
  }
};

// What a plan says: the same text means the same plan.
const saysSame = `WITH said AS (
    SELECT c.person_id, c.version, c.state, string_agg(i.unit_id || ':' || coalesce(i.tutorial_date_id, 0) || ':' || i.price_cents || ':' || i.half_hours
      || ':' || i.locked, ',' ORDER BY i.unit_id) AS text, c.closure, c.half_hours, c.price_cents
    FROM curricula c LEFT JOIN curriculum_items i ON i.curriculum_id = c.id GROUP BY c.id)
  SELECT COUNT(*) FROM said a JOIN said b ON b.person_id = a.person_id AND b.version = a.version + 1
  WHERE coalesce(a.text, '') = coalesce(b.text, '') AND a.closure = b.closure AND a.half_hours = b.half_hours AND a.price_cents = b.price_cents`;
const check = (when) => {
  const failed = query("SELECT kind || ': ' || last_error FROM jobs WHERE state = 'failed'");
  if (failed !== "") fail(`${when}: Aufgaben sind gescheitert: ${failed}`);
  const gaps = number("SELECT COUNT(*) FROM (SELECT person_id FROM curricula GROUP BY person_id HAVING MAX(version) <> COUNT(*)) AS broken");
  if (gaps !== 0) fail(`${when}: Bei ${gaps} Personen fehlt eine Fassung des Lehrplans.`);
  const twice = number(saysSame);
  if (twice !== 0) fail(`${when}: ${twice} Fassungen sagen dasselbe wie die vor ihnen.`);
  const halves = number("SELECT COUNT(*) FROM curricula c WHERE c.half_hours <> coalesce((SELECT SUM(half_hours) FROM curriculum_items i WHERE i.curriculum_id = c.id), 0)");
  if (halves !== 0) fail(`${when}: ${halves} Lehrpläne sind nur zum Teil gespeichert.`);
};
const versions = () => number("SELECT COUNT(*) FROM curricula");

const ports = [await freePort(), await freePort(), await freePort()];
const nodes = [];
for (const port of ports) nodes.push(await startServer(database, port));

planAll();
await settle(900);
check("Erster Plan für alle");
const planned = number("SELECT COUNT(DISTINCT person_id) FROM curricula");
if (planned < people / 4) fail(`Nur ${planned} von ${people} Personen haben einen Lehrplan bekommen; der Test prüft zu wenig.`);
if (owners.size < 3) fail(`Nur ${owners.size} Knoten haben Aufgaben übernommen.`);
console.log(`  ${planned} Personen haben einen Lehrplan; ${owners.size} Arbeitende auf drei Knoten haben sich die Arbeit geteilt`);

// The storm: the most planned offers become dearer and longer, and one node dies while the plans are made anew.
const office = region.accounts.find((account) => account.startsWith("katja.sommer@"));
const session = await signIn(ports[0], office, region.password);
const api = async (method, target, body) => {
  const answer = await send(ports[0], method, `/api/v1${target}`, { cookie: session.cookie, body: body && JSON.stringify(body),
    headers: { "content-type": "application/json", "x-csrf-token": session.csrf } });
  if (answer.status >= 300) fail(`${method} ${target}: ${answer.status} ${answer.body.slice(0, 400)}`);
  return answer.body === "" ? null : JSON.parse(answer.body);
};
const before = versions();
const popular = query(`SELECT unit_id FROM curriculum_items GROUP BY unit_id ORDER BY COUNT(*) DESC, unit_id LIMIT ${changes}`).split("\n");
const victim = nodes[2];
let killed;
for (const [index, id] of popular.entries()) {
  const draft = await api("GET", `/provider/offers/${id}`);
  for (const price of draft.content.prices ?? []) price.cents += 50_000;
  draft.content.self_study = (draft.content.self_study ?? 0) + 8;
  const { revision } = await api("PUT", `/provider/offers/${id}`, { revision: draft.revision, content: draft.content });
  await api("POST", `/provider/offers/${id}/release`, { revision });
  if (index === Math.floor(changes / 2)) killed = sleep(random() * 400).then(async () => { victim.kill("SIGKILL"); await victim.ended; });
}
await killed;
const orphaned = number("SELECT COUNT(*) FROM jobs WHERE state = 'running' AND kind LIKE 'planning.%'");
await settle(900);
check("Nach dem harten Stopp");
const renewed = versions() - before;
if (renewed === 0) fail("Die geänderten Angebote haben zu keinem neuen Vorschlag geführt; der Test prüft nichts.");

// Planning everybody once more must find nothing to do: all plans were current.
planAll();
await settle(900);
check("Noch einmal für alle");
const late = versions() - before - renewed;
if (late !== 0) fail(`${late} Personen hatten keinen aktuellen Lehrplan.`);
for (const node of nodes.slice(0, 2)) { node.kill("SIGTERM"); await node.ended; }
console.log(`In Ordnung: ${renewed} neue Vorschläge, keiner fehlt, keiner doppelt (${orphaned} Aufgaben liefen beim harten Stopp), `
  + `${Math.round((Date.now() - began) / 1000)} s.`);
process.exit(0);
