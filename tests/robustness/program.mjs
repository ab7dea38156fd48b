// SPDX-License-Identifier: EUPL-1.2
// Starts the program as an operator would and talks to it as a browser does. No library: only what node brings.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
export const program = path.resolve(root, process.env.KC_PROGRAM ?? "build/debug/kommunalcampus");
export const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kc-robust-"));
export const serverLog = path.join(folder, "server.log");
const children = new Set();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true, force: true });
});

// A path is a SQLite file; everything else is passed on as it is.
const addressOf = (database) => (database.includes("://") ? database : `sqlite:${database}`);

export function createRegion(people, database = path.join(folder, "region.sqlite")) {
  const printed = execFileSync(program, ["sample", "--database", addressOf(database), "--people", String(people)], { encoding: "utf8" });
  const password = /Passwort[^:]*:\s*(\S+)/.exec(printed)?.[1];
  const accounts = [...printed.matchAll(/(\S+@\S+\.example)/g)].map((match) => match[1]);
  if (!password || accounts.length < 2) throw new Error(`Keine Anmeldedaten in der Ausgabe von „sample“:\n${printed}`);
  return { database, password, accounts };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
  });
}

export async function startServer(database, port, extra = []) {
  const log = fs.openSync(serverLog, "a");
  const server = spawn(program, ["serve", "--database", addressOf(database), "--listen", `127.0.0.1:${port}`, "--mail-directory",
    path.join(folder, "mail"), "--password-cost", "1", ...extra], { stdio: ["ignore", log, log] });
  fs.closeSync(log);
  children.add(server);
  server.ended = new Promise((done) => server.on("exit", (code, signal) => { children.delete(server); done({ code, signal }); }));
  for (let i = 0; i < 1200; i++) {
    if (server.exitCode !== null) throw new Error(`Der Server ist beim Start mit ${server.exitCode} beendet worden:\n${fs.readFileSync(serverLog, "utf8").slice(-2000)}`);
    try { if ((await send(port, "GET", "/readyz")).status === 200) return server; } catch { /* not listening yet */ }
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("Der Server wurde nicht bereit.");
}

// Resolves with the whole answer; rejects when the connection ends before it is complete.
export function send(port, method, target, { cookie = "", headers = {}, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const all = { ...headers };
    if (cookie) all.cookie = cookie;
    if (body !== undefined) { all["content-length"] = Buffer.byteLength(body); all.origin ??= `http://127.0.0.1:${port}`; }
    const call = http.request({ host: "127.0.0.1", port, method, path: target, headers: all, agent, timeout: 60000 }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => (answer.complete
        ? resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString("utf8") })
        : reject(new Error("incomplete"))));
    });
    call.on("timeout", () => call.destroy(new Error("timeout")));
    call.on("error", reject);
    call.end(body);
  });
}

export const cookiesOf = (answer) => (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]);
export const csrfOf = (html) => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

export async function signIn(port, email, password) {
  const form = await send(port, "GET", "/anmelden");
  const answer = await send(port, "POST", "/anmelden", { cookie: cookiesOf(form).join("; "),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrf: csrfOf(form.body), email, passwort: password }).toString() });
  if (answer.status !== 303) throw new Error(`Die Anmeldung ist fehlgeschlagen (${answer.status}):\n${answer.body.slice(0, 500)}`);
  const cookie = cookiesOf(answer).join("; ");
  const csrf = csrfOf((await send(port, "GET", "/konto", { cookie })).body);
  return { cookie, csrf };
}
