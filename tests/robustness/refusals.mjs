// SPDX-License-Identifier: EUPL-1.2
// What an operator gets to see when the program cannot do what it is asked: one plain German message, exit code 1,
// and no half database. The server outlives a full disk: it refuses writes and takes them again once there is room.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createRegion, folder, freePort, program, send, signIn, startServer } from "./program.mjs";

const started = Date.now();
const root = process.getuid?.() === 0;
const problems = [];
const run = (args, options = {}) => spawnSync(program, args, { encoding: "utf8", timeout: 60000, ...options });
const has = (text, words) => words.every((word) => text.toLowerCase().includes(word.toLowerCase()));

// One message: short, German, naming what to do; nothing that only a programmer reads.
function expectRefusal(what, result, words) {
  const text = `${result.stdout}${result.stderr}`.trim();
  const complain = (why) => problems.push(`${what}: ${why}\n    ${text.slice(-600).replaceAll("\n", "\n    ")}`);
  if (result.signal) return complain(`endete mit ${result.signal}`);
  if (result.status !== 1) complain(`endete mit ${result.status} statt mit 1`);
  if (text.split("\n").length > 4) complain("die Meldung ist zu lang");
  if (/terminate called|std::|what\(\)|errno|SQLITE_|exception|failed|unable|cannot|error:/i.test(text)) complain("die Meldung ist nicht für Menschen geschrieben");
  if (!has(text, words)) complain(`in der Meldung fehlt: ${words.join(", ")}`);
}

async function portTaken() {
  const region = createRegion(20);
  const port = await freePort();
  const server = await startServer(region.database, port);
  const result = run(["serve", "--database", `sqlite:${region.database}`, "--listen", `127.0.0.1:${port}`, "--mail-directory", path.join(folder, "mail")]);
  expectRefusal("Port belegt", result, [String(port)]);
  if ((await send(port, "GET", "/readyz")).status !== 200) problems.push("Port belegt: Der erste Server antwortet nicht mehr.");
  server.kill("SIGTERM");
  await server.ended;
  const missing = run(["serve", "--database", `sqlite:${path.join(folder, "fehlt", "db.sqlite")}`, "--listen", "127.0.0.1:0"]);
  expectRefusal("Ordner fehlt", missing, ["fehlt"]);
  const second = run(["sample", "--database", `sqlite:${region.database}`, "--people", "20"]);
  expectRefusal("Beispielregion in volle Datenbank", second, []);
  const garbage = path.join(folder, "keine-datenbank.sqlite");
  fs.writeFileSync(garbage, "Das ist ein Brief und keine Datenbank.\n".repeat(100));
  for (const command of [["serve", "--listen", "127.0.0.1:0"], ["sample", "--people", "20"]]) {
    expectRefusal(`Keine Datenbank (${command[0]})`, run([...command, "--database", `sqlite:${garbage}`]), [garbage]);
  }
  if (!fs.readFileSync(garbage, "utf8").startsWith("Das ist ein Brief")) problems.push("Eine fremde Datei wurde überschrieben.");
}

// Root may write everywhere, so a file system that is mounted read-only takes the place of missing rights.
function withTmpfs(size, work) {
  const mount = path.join(folder, `platte-${size}`);
  fs.mkdirSync(mount, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", mount], { encoding: "utf8" });
  if (mounted.status !== 0) {
    console.log(`Ausgelassen (${size}): hier darf kein Dateisystem eingehängt werden.`);
    return undefined;
  }
  return Promise.resolve(work(mount)).finally(() => {
    if (spawnSync("umount", [mount]).status !== 0) spawnSync("umount", ["-l", mount]);
  });
}

async function readOnly() {
  await withTmpfs("16m", async (mount) => {
    const region = createRegion(20, path.join(mount, "region.sqlite"));
    execFileSync("mount", ["-o", "remount,ro", mount]);
    const files = fs.readdirSync(mount).join();
    for (const command of [["serve", "--listen", "127.0.0.1:0"], ["sample", "--people", "20"]]) {
      expectRefusal(`Nur lesen, neue Datei (${command[0]})`, run([...command, "--database", `sqlite:${path.join(mount, "neu.sqlite")}`]), ["neu.sqlite"]);
      expectRefusal(`Nur lesen, vorhandene Datei (${command[0]})`, run([...command, "--database", `sqlite:${region.database}`]), ["region.sqlite"]);
    }
    if (fs.readdirSync(mount).join() !== files) problems.push("Nur lesen: Es sind Dateien entstanden.");
  });
}

async function fullDisk() {
  await withTmpfs("2m", (mount) => {
    const database = path.join(mount, "region.sqlite");
    expectRefusal("Voller Datenträger (sample)", run(["sample", "--database", `sqlite:${database}`, "--people", "2000"]), ["voll"]);
    // Either nothing is left, or what is left says of itself that it is not complete: serve must not offer half a region.
    if (fs.existsSync(database) && fs.statSync(database).size > 0) {
      const sound = spawnSync("sqlite3", ["-readonly", database, "PRAGMA integrity_check"], { encoding: "utf8" }).stdout.trim();
      if (sound !== "ok" && sound !== "") problems.push(`Voller Datenträger (sample): Die Datenbank ist beschädigt: ${sound}`);
      const people = spawnSync("sqlite3", ["-readonly", database, "SELECT COUNT(*) FROM people"], { encoding: "utf8" }).stdout.trim();
      if (people !== "" && people !== "0") problems.push(`Voller Datenträger (sample): ${people} Personen einer halben Region sind geblieben.`);
    }
  });
  await withTmpfs("24m", async (mount) => {
    const region = createRegion(20, path.join(mount, "region.sqlite"));
    const port = await freePort();
    const server = await startServer(region.database, port);
    const session = await signIn(port, region.accounts[1], region.password);
    const slugs = JSON.parse((await send(port, "GET", "/api/v1/competences", { cookie: session.cookie })).body).competences.map((one) => one.slug);
    const write = (i) => send(port, "POST", "/api/v1/me/evidence", { cookie: session.cookie, body: JSON.stringify({ competence: slugs[i % 8], level: (Math.floor(i / 8) + i) % 6 }),
      headers: { "content-type": "application/json", "x-csrf-token": session.csrf } });
    const stored = () => Number(execFileSync("sqlite3", ["-readonly", region.database, "SELECT COUNT(*) FROM evidence"], { encoding: "utf8" }));
    const before = stored();
    const ballast = path.join(mount, "ballast");
    spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=4k"], { encoding: "utf8" });
    let added = 0, refused = 0, body = "";
    for (let i = 0; i < 400 && refused < 5; i++) {
      const answer = await write(i);
      if (answer.status === 201) added += JSON.parse(answer.body).added;
      else if (answer.status >= 500) { refused++; body = answer.body; }
    }
    if (refused === 0) problems.push("Voller Datenträger (serve): Kein Schreiben wurde abgelehnt; der Test prüft nichts.");
    if (/std::|SQLITE|disk|exception/i.test(body)) problems.push(`Voller Datenträger (serve): Die Antwort nennt Inneres: ${body.slice(0, 300)}`);
    const page = await send(port, "GET", "/profil", { cookie: session.cookie });
    if (page.status !== 200) problems.push(`Voller Datenträger (serve): Lesen geht nicht mehr (${page.status}).`);
    fs.rmSync(ballast);
    let again = 0;
    for (let i = 0; i < 16; i++) if ((await write(i * 9 + 3)).status < 300) again++;
    if (again < 16) problems.push(`Voller Datenträger (serve): Auch mit Platz wurden ${16 - again} von 16 Schreibvorgängen abgelehnt.`);
    server.kill("SIGTERM");
    const end = await server.ended;
    if (end.code !== 0) problems.push(`Voller Datenträger (serve): Der Server endete mit ${end.code ?? end.signal}.`);
    if (stored() < before + added) problems.push(`Voller Datenträger (serve): ${before + added} Werte bestätigt, ${stored()} gespeichert.`);
    const sound = execFileSync("sqlite3", ["-readonly", region.database, "PRAGMA integrity_check"], { encoding: "utf8" }).trim();
    if (sound !== "ok") problems.push(`Voller Datenträger (serve): Die Datenbank ist beschädigt: ${sound}`);
  });
}

await portTaken();
if (root) {
  await readOnly();
  await fullDisk();
} else {
  console.log("Ausgelassen: schreibgeschützter und voller Datenträger (nur als root, denn dazu wird ein kleines Dateisystem eingehängt).");
}
if (problems.length > 0) {
  console.error(`${problems.length} Ablehnungen sind nicht in Ordnung:\n- ${problems.join("\n- ")}`);
  process.exit(1);
}
console.log(`In Ordnung: Port belegt, falsche Datei, kein Schreibrecht, voller Datenträger, ${Math.round((Date.now() - started) / 1000)} s.`);
process.exit(0);
