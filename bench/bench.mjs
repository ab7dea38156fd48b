// SPDX-License-Identifier: EUPL-1.2
// The measurements behind docs/benchmarks.md. Everything runs on loopback, with a database of its own in a temporary folder,
// and each run is bounded in time. Figures are medians over rounds; nginx serves a file of the same size in the same run.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const program = path.resolve(root, process.env.KC_PROGRAM ?? "build/release/kommunalcampus");
const options = { people: 50000, write: false, rounds: 5 };
for (let i = 2; i < process.argv.length; i++) {
  if (process.argv[i] === "--people") options.people = Number(process.argv[++i]);
  else if (process.argv[i] === "--write") options.write = true;
  else if (process.argv[i] === "--rounds") options.rounds = Number(process.argv[++i]);
  else { console.error(`Unbekannte Angabe: ${process.argv[i]} (möglich: --people N, --rounds N, --write)`); process.exit(2); }
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kc-bench-"));
const children = new Set();
process.on("exit", () => { for (const child of children) child.kill("SIGKILL"); fs.rmSync(folder, { recursive: true, force: true }); });
process.on("SIGINT", () => process.exit(130));

const median = (values) => { const s = [...values].sort((a, b) => a - b); return s[Math.floor(s.length / 2)]; };
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (text) => console.error(text);

function cpuMilliseconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;  // utime + stime in ticks of 10 ms
}
function memoryMegabytes(pid) {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
}

function request(port, method, target, { cookie = "", body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { cookie };
    if (body !== undefined) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body),
      origin: `http://127.0.0.1:${port}` });
    const call = http.request({ host: "127.0.0.1", port, method, path: target, headers, agent }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString("utf8") }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

async function startServer(database, port) {
  const began = process.hrtime.bigint();
  const server = spawn(program, ["serve", "--database", `sqlite:${database}`, "--listen", `127.0.0.1:${port}`, "--mail-directory", path.join(folder, "mail"),
    "--server-timing"], { stdio: ["ignore", "ignore", "inherit"] });
  children.add(server);
  for (;;) {
    if (server.exitCode !== null) throw new Error("Der Server ist beim Start beendet worden.");
    try { if ((await request(port, "GET", "/readyz")).status === 200) break; } catch { /* not listening yet */ }
    await sleep(5);
  }
  return { server, readyMs: Number(process.hrtime.bigint() - began) / 1e6 };
}

const cookiesOf = (answer) => (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]);
const csrfOf = (html) => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

async function signIn(port, email, password) {
  const form = await request(port, "GET", "/anmelden");
  const jar = cookiesOf(form).join("; ");
  const answer = await request(port, "POST", "/anmelden", { cookie: jar,
    body: new URLSearchParams({ csrf: csrfOf(form.body), email, passwort: password }).toString() });
  if (answer.status !== 303) throw new Error(`Die Anmeldung von ${email} ist fehlgeschlagen (${answer.status}).`);
  return cookiesOf(answer).join("; ");
}

// wrk prints its own distribution; CPU is that of the server alone.
function wrk(port, target, cookie, { connections, seconds }) {
  const text = execFileSync("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-H", `Cookie: ${cookie}`, `http://127.0.0.1:${port}${target}`],
    { encoding: "utf8" });
  const unit = { us: 0.001, ms: 1, s: 1000 };
  const read = (pattern) => { const m = pattern.exec(text); return m ? Number(m[1]) * unit[m[2]] : NaN; };
  return { p50: read(/50%\s+([\d.]+)(us|ms|s)/), p99: read(/99%\s+([\d.]+)(us|ms|s)/), requests: Number(/(\d+) requests in/.exec(text)[1]),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0) };
}

// 200 durable writes each second: a change of the account's language is a row, an audit entry and a change record.
function startWriter(port, cookie, csrf, name) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const state = { done: 0, failed: 0, sent: 0 };
  const began = Date.now();
  const tick = setInterval(() => {
    const body = new URLSearchParams({ csrf, vorname: name.first, nachname: name.last, sprache: state.sent++ % 2 ? "de" : "en" }).toString();
    request(port, "POST", "/konto", { cookie, agent, body })
      .then((answer) => { if (answer.status === 303) state.done++; else state.failed++; }, () => { state.failed++; });
  }, 5);
  return { state, stop: () => { clearInterval(tick); agent.destroy(); state.perSecond = state.done * 1000 / (Date.now() - began); } };
}

async function startNginx(port, bytes) {
  const site = path.join(folder, "nginx");
  fs.mkdirSync(site, { recursive: true });
  fs.chmodSync(folder, 0o755);
  fs.writeFileSync(path.join(site, "page.html"), "x".repeat(bytes));
  fs.writeFileSync(path.join(site, "nginx.conf"), `worker_processes 1; daemon off; pid ${site}/nginx.pid; error_log ${site}/error.log;
events { worker_connections 256; }
http { access_log off; sendfile on; open_file_cache max=16; keepalive_requests 1000000; server { listen 127.0.0.1:${port}; root ${site}; } }`);
  const nginx = spawn("nginx", ["-c", path.join(site, "nginx.conf")], { stdio: "ignore" });
  children.add(nginx);
  for (let i = 0; i < 200; i++) { try { await request(port, "GET", "/page.html"); break; } catch { await sleep(20); } }
  return nginx;
}

function fixed(value, digits = 2) { return Number.isFinite(value) ? value.toFixed(digits) : "–"; }

async function measurePages(port, server, cookie, writerCookie, rows) {
  const konto = (await request(port, "GET", "/konto", { cookie: writerCookie })).body;
  const value = (field) => new RegExp(`name="${field}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${field}"`).exec(konto)?.slice(1).find((v) => v !== undefined) ?? "";
  const writerCsrf = csrfOf(konto), name = { first: value("vorname"), last: value("nachname") };
  for (const target of ["/uebersicht", "/kompetenzen", "/lehrplan", "/angebote", "/profil"]) {
    const page = await request(port, "GET", target, { cookie });
    if (page.status !== 200) { rows.push(`| ${target} | nicht messbar: Status ${page.status} | | | | | | |`); continue; }
    wrk(port, target, cookie, { connections: 1, seconds: 1 });
    const rounds = [];
    for (let i = 0; i < options.rounds; i++) {
      const before = cpuMilliseconds(server.pid);
      const result = wrk(port, target, cookie, { connections: 1, seconds: 2 });
      rounds.push({ ...result, cpu: (cpuMilliseconds(server.pid) - before) * 1000 / result.requests });
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
    rows.push(`| ${target} | ${fixed(Buffer.byteLength(page.body) / 1024, 1)} | ${statements} | ${fixed(median(rounds.map((r) => r.cpu)), 0)} | ` +
      `${fixed(median(rounds.map((r) => r.p50)))} | ${fixed(median(rounds.map((r) => r.p99)))} | ${fixed(median(busy.map((r) => r.p50)))} | ` +
      `${fixed(median(busy.map((r) => r.p99)))} (${Math.round(writer.state.perSecond)} Schreibvorgänge/s, ${writer.state.failed} Fehler) |`);
    say(rows.at(-1));
  }
}

async function compareWithNginx(port, server, cookie, target) {
  const bytes = Buffer.byteLength((await request(port, "GET", target, { cookie })).body);
  const nginx = await startNginx(port + 1, bytes);
  const ours = [], theirs = [];
  for (let i = 0; i < options.rounds; i++) {
    ours.push(wrk(port, target, cookie, { connections: 16, seconds: 3 }).perSecond);
    theirs.push(wrk(port + 1, "/page.html", "", { connections: 16, seconds: 3 }).perSecond);
  }
  nginx.kill("SIGTERM");
  return { bytes, ours: median(ours), theirs: median(theirs), ratio: median(ours.map((value, i) => value / theirs[i])) };
}

async function main() {
  const port = 18400 + (process.pid % 1000);
  const database = path.join(folder, "region.sqlite");
  const lines = [`Gemessen am ${new Date().toISOString().slice(0, 10)} auf ${os.cpus().length} Kernen (${os.cpus()[0].model.trim()}), SQLite, ${options.people.toLocaleString("de-DE")} Personen.`, ""];

  say("Beispielregion");
  let began = Date.now();
  const printed = execFileSync(program, ["sample", "--database", `sqlite:${database}`, "--people", String(options.people)], { encoding: "utf8", maxBuffer: 1 << 24 });
  const sampleSeconds = (Date.now() - began) / 1000;
  const password = /Passwort[^:]*:\s*(\S+)/.exec(printed)?.[1];
  const accounts = [...printed.matchAll(/(\S+@\S+\.example)/g)].map((match) => match[1]);
  if (!password || accounts.length < 2) throw new Error(`Keine Anmeldedaten in der Ausgabe von „sample“ gefunden:\n${printed}`);
  const databaseMegabytes = fs.statSync(database).size / 1048576;

  const starts = [];
  let running;
  for (let i = 0; i < options.rounds; i++) {
    running = await startServer(database, port);
    starts.push(running.readyMs);
    if (i + 1 < options.rounds) { running.server.kill("SIGTERM"); await new Promise((done) => running.server.on("exit", done)); children.delete(running.server); }
  }
  const { server } = running;
  // The sample prints the accounts in a fixed order: a newcomer first, then a person with a complete profile.
  const cookie = await signIn(port, accounts[1], password);
  const writerCookie = await signIn(port, accounts[0], password);
  // A plan in force, so that the pages show one.
  const form = csrfOf((await request(port, "GET", "/lehrplan", { cookie })).body);
  await request(port, "POST", "/lehrplan/berechnung", { cookie, body: new URLSearchParams({ csrf: form }).toString() });
  const plan = await request(port, "GET", "/lehrplan", { cookie });
  const accept = /action="(\/lehrplan\/versionen\/\d+\/annahme)"/.exec(plan.body)?.[1];
  if (accept) await request(port, "POST", accept, { cookie, body: new URLSearchParams({ csrf: csrfOf(plan.body) }).toString() });

  lines.push("## Start, Speicher, Beispielregion", "", "| was | gemessen | Vorgabe |", "|---|---|---|",
    `| Start bis bereit (Median von ${options.rounds}) | ${fixed(median(starts) / 1000, 3)} s | ≤ 2 s |`,
    `| Beispielregion anlegen | ${fixed(sampleSeconds, 1)} s, ${fixed(databaseMegabytes, 0)} MB | – |`);

  say("Seiten");
  const rows = [];
  await measurePages(port, server, cookie, writerCookie, rows);
  lines.push(`| Speicher (PSS) nach den Seitenmessungen | ${fixed(memoryMegabytes(server.pid), 0)} MB | ≤ 300 MB |`, "");
  lines.push("## Seiten, angemeldet, eine Verbindung", "",
    "Vorgabe: ≤ 400 µs CPU, ≤ 40 KB, ≤ 8 Anweisungen; p50 ≤ 0,5 ms und p99 ≤ 5 ms, während 200 Schreibvorgänge je Sekunde dauerhaft werden.", "",
    "| Seite | KB | Anweisungen | CPU µs | p50 ms | p99 ms | p50 ms beim Schreiben | p99 ms beim Schreiben |", "|---|---|---|---|---|---|---|---|", ...rows, "");

  say("Vergleich mit nginx");
  const compared = await compareWithNginx(port, server, cookie, "/uebersicht");
  lines.push(`Durchsatz der Übersicht mit 16 Verbindungen: ${fixed(compared.ours, 0)}/s; nginx mit einer Datei gleicher Größe (${compared.bytes} Bytes): ` +
    `${fixed(compared.theirs, 0)}/s; Verhältnis (Median der Paare) ${fixed(compared.ratio * 100, 0)} %. Ziel: 35 %.`, "");
  server.kill("SIGTERM");

  say("Lehrpläne");
  lines.push("## Lehrpläne", "", "Vorgabe bei 2.000 Lerneinheiten: Median ≤ 0,25 ms, Mittel ≤ 0,6 ms, p99 ≤ 10 ms, alle bewiesen; bei 20.000: ≥ 99 % bewiesen in 250 ms.", "", "```");
  for (const [units, people] of [[2000, 2000], [20000, 200]]) {
    lines.push(execFileSync(program, ["plan", "bench", "--units", String(units), "--people", String(people), "--seed", "1"], { encoding: "utf8" }).trim(), "");
  }
  lines.push("```", "");

  console.log(lines.join("\n"));
  if (options.write) {
    const file = path.join(root, "docs/benchmarks.md");
    const head = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("<!-- bench -->")[0] : "# Messungen\n\n";
    fs.writeFileSync(file, `${head}<!-- bench -->\n${lines.join("\n")}`);
    say(`Geschrieben: docs/benchmarks.md`);
  }
  process.exit(0);
}

await main();
