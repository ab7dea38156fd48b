// SPDX-License-Identifier: EUPL-1.2
// What all measurements share: servers of the release build in a temporary folder, requests, signing in, wrk, nginx, figures.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
export const program = path.resolve(root, process.env.KC_PROGRAM ?? "build/release/kommunalcampus");
export const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kc-bench-"));
export const children = new Set();
process.on("exit", () => { for (const child of children) child.kill("SIGKILL"); fs.rmSync(folder, { recursive: true, force: true }); });
process.on("SIGINT", () => process.exit(130));

export const median = (values) => { const s = [...values].sort((a, b) => a - b); return s[Math.floor(s.length / 2)]; };
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const say = (text) => console.error(text);

export function cpuMilliseconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;  // utime + stime in ticks of 10 ms
}
export function memoryMegabytes(pid) {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
}

export function request(port, method, target, { cookie = "", body, agent } = {}) {
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

export async function startServer(database, port) {
  const began = process.hrtime.bigint();
  const server = spawn(program, ["serve", "--database", database, "--listen", `127.0.0.1:${port}`, "--mail-directory", path.join(folder, "mail"),
    "--server-timing", "--searches-per-minute", "100000000"], { stdio: ["ignore", "ignore", "inherit"] });
  children.add(server);
  for (;;) {
    if (server.exitCode !== null) throw new Error("Der Server ist beim Start beendet worden.");
    try { if ((await request(port, "GET", "/readyz")).status === 200) break; } catch { /* not listening yet */ }
    await sleep(5);
  }
  return { server, readyMs: Number(process.hrtime.bigint() - began) / 1e6 };
}

export async function stopServer(server) {
  server.kill("SIGTERM");
  await new Promise((done) => server.on("exit", done));
  children.delete(server);
}

// Fills a database; answers the accounts in the order in which they are printed, and how long it took.
export function fillSample(database, { people, offers = 0 }) {
  const began = Date.now();
  const printed = execFileSync(program, ["sample", "--database", database, "--people", String(people), "--offers", String(offers)],
    { encoding: "utf8", maxBuffer: 1 << 24 });
  const password = /Passwort[^:]*:\s*(\S+)/.exec(printed)?.[1];
  const accounts = [...printed.matchAll(/(\S+@\S+\.example)\s+(.*)/g)].map(([, email, label]) => ({ email, label }));
  if (!password || accounts.length < 2) throw new Error(`Keine Anmeldedaten in der Ausgabe von „sample“ gefunden:\n${printed}`);
  return { accounts, password, seconds: (Date.now() - began) / 1000 };
}

export const cookiesOf = (answer) => (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]);
export const csrfOf = (html) => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

export async function signIn(port, email, password) {
  const form = await request(port, "GET", "/anmelden");
  const jar = cookiesOf(form).join("; ");
  const answer = await request(port, "POST", "/anmelden", { cookie: jar,
    body: new URLSearchParams({ csrf: csrfOf(form.body), email, passwort: password }).toString() });
  if (answer.status !== 303) throw new Error(`Die Anmeldung von ${email} ist fehlgeschlagen (${answer.status}).`);
  return cookiesOf(answer).join("; ");
}

// wrk prints its own distribution; CPU is that of the server alone.
export function wrk(port, target, cookie, { connections, seconds }) {
  const text = execFileSync("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "-H", `Cookie: ${cookie}`, `http://127.0.0.1:${port}${target}`],
    { encoding: "utf8" });
  const unit = { us: 0.001, ms: 1, s: 1000 };
  const read = (pattern) => { const m = pattern.exec(text); return m ? Number(m[1]) * unit[m[2]] : NaN; };
  return { p50: read(/50%\s+([\d.]+)(us|ms|s)/), p99: read(/99%\s+([\d.]+)(us|ms|s)/), requests: Number(/(\d+) requests in/.exec(text)[1]),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0) };
}

// 200 durable writes each second: a change of the account's language is a row, an audit entry and a change record.
export function startWriter(port, cookie, csrf, name) {
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

export async function startNginx(port, bytes) {
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

export function fixed(value, digits = 2) { return Number.isFinite(value) ? value.toFixed(digits) : "–"; }
