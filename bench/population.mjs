// SPDX-License-Identifier: EUPL-1.2
// Everybody's plan from nothing, reading and writing included, on both databases and for growing towns; and how long after a change of
// one offer all whom it concerns have a current plan again. Draws the growth into docs/growth.svg.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { children, fillSample, fixed, folder, median, program, root, say, sleep, startServer, stopServer } from "./support.mjs";

const sizes = [1_000, 5_000, 20_000, 50_000];

function postgres() {
  try {
    return /KC_TEST_POSTGRES=['"]?([^'"\s;]+)/.exec(execFileSync(path.join(root, "bin/postgres-for-tests"), ["start"], { encoding: "utf8" }))[1];
  } catch { return null; }
}

// A database of its own, and how to ask it something.
function openDatabase(kind, name, server) {
  if (kind === "SQLite") {
    const file = path.join(folder, `${name}.db`);
    return { address: `sqlite:${file}`, ask: (sql) => execFileSync("sqlite3", ["-readonly", file, sql], { encoding: "utf8" }).trim(),
      drop: () => { for (const end of ["", "-wal", "-shm"]) fs.rmSync(file + end, { force: true }); } };
  }
  execFileSync("psql", [server, "-qtAc", `CREATE DATABASE ${name}`]);
  const address = server.replace(/\/[^/]*$/, `/${name}`);
  return { address, ask: (sql) => execFileSync("psql", [address, "-qtAc", sql], { encoding: "utf8" }).trim(),
    drop: () => execFileSync("psql", [server, "-qtAc", `DROP DATABASE ${name} WITH (FORCE)`]) };
}

// Time, CPU and highest memory of one run of the program.
async function measureRun(args) {
  const began = performance.now();
  const run = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.add(run);
  let printed = "", peak = 0, cpu = 0;
  run.stdout.on("data", (data) => { printed += data; });
  run.stderr.on("data", (data) => { printed += data; });
  const watch = setInterval(() => {
    try {
      peak = Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${run.pid}/status`, "utf8"))[1]) / 1024;
      const fields = fs.readFileSync(`/proc/${run.pid}/stat`, "utf8").split(") ")[1].split(" ");
      cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch { /* it has just ended */ }
  }, 20);
  const code = await new Promise((done) => run.on("exit", done));
  clearInterval(watch);
  children.delete(run);
  if (code !== 0) throw new Error(`${args.join(" ")} ist mit ${code} beendet worden:\n${printed.slice(-2000)}`);
  return { seconds: (performance.now() - began) / 1000, cpu, peak };
}

async function measureChange(database, { accounts, password }) {
  const port = 19_000 + (process.pid % 500);
  const { server } = await startServer(database.address, port);
  try {
    const session = { cookie: "" };
    const api = async (method, target, body) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1${target}`, { method, body: body && JSON.stringify(body),
        headers: { cookie: session.cookie, "content-type": "application/json", "x-csrf-token": session.token ?? "" } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status} ${text.slice(0, 300)}`);
      if (!session.cookie) session.cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
      return text === "" ? null : JSON.parse(text);
    };
    const office = accounts.find(({ label }) => /Geschäftsstelle/.test(label));
    await api("POST", "/sign-in", { email: office.email, password });
    session.token = (await api("GET", "/me")).csrf_token;
    const busy = "SELECT COUNT(*) FROM jobs WHERE kind LIKE 'planning.%' AND state IN ('queued', 'running')";
    const times = [], concerned = [], changed = [];
    const popular = database.ask("SELECT unit_id FROM curriculum_items GROUP BY unit_id ORDER BY COUNT(*) DESC, unit_id LIMIT 5").split("\n");
    for (const id of popular) {
      const before = Number(database.ask("SELECT COUNT(*) FROM curricula"));
      const draft = await api("GET", `/provider/offers/${id}`);
      draft.content.self_study = (draft.content.self_study ?? 0) + 2;
      const { revision } = await api("PUT", `/provider/offers/${id}`, { revision: draft.revision, content: draft.content });
      const lastJob = Number(database.ask("SELECT COALESCE(MAX(id), 0) FROM jobs"));
      await api("POST", `/provider/offers/${id}/release`, { revision });
      const released = performance.now();
      for (let quiet = 0; quiet < 3;) {
        if (performance.now() - released > 120_000) throw new Error("Nach zwei Minuten sind nicht alle Lehrpläne aktuell.");
        quiet = Number(database.ask(busy)) === 0 && Number(database.ask(`SELECT COUNT(*) FROM jobs WHERE id > ${lastJob} AND kind = 'planning.offers'`)) > 0
          ? quiet + 1 : 0;
        await sleep(2);
      }
      const finished = Number(database.ask(`SELECT MAX(finished_at) FROM jobs WHERE id > ${lastJob} AND kind LIKE 'planning.%'`));
      const started = Number(database.ask(`SELECT MIN(created_at) FROM jobs WHERE id > ${lastJob} AND kind = 'planning.offers'`));
      times.push((finished - started) / 1e6);
      concerned.push(Number(database.ask(`SELECT COUNT(*) FROM jobs WHERE id > ${lastJob} AND kind = 'planning.replan'`)));
      changed.push(Number(database.ask("SELECT COUNT(*) FROM curricula")) - before);
    }
    return { times, concerned, changed };
  } finally {
    await stopServer(server);
  }
}

// Seconds over people, both on logarithmic scales.
function drawGrowth(series) {
  const left = 70, right = 620, top = 30, bottom = 330;
  const points = series.flatMap(({ points: all }) => all);
  const people = points.map(([n]) => n), seconds = points.map(([, s]) => s);
  const xFrom = Math.floor(Math.log10(Math.min(...people))), xTo = Math.ceil(Math.log10(Math.max(...people)));
  const yFrom = Math.floor(Math.log10(Math.min(...seconds))), yTo = Math.ceil(Math.log10(Math.max(...seconds)));
  const x = (n) => left + (Math.log10(n) - xFrom) / (xTo - xFrom) * (right - left);
  const y = (s) => bottom - (Math.log10(s) - yFrom) / (yTo - yFrom) * (bottom - top);
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 390" font-family="sans-serif" font-size="13" role="img">`,
    `<title>Alle Lehrpläne von Grund auf: Sekunden über der Zahl der Personen</title>`, `<rect width="680" height="390" fill="#fff"/>`];
  const number = (value) => value.toLocaleString("de-DE");
  for (let e = xFrom; e <= xTo; e++) {
    lines.push(`<path d="M${x(10 ** e)} ${top}V${bottom}" stroke="#ddd"/><text x="${x(10 ** e)}" y="${bottom + 20}" text-anchor="middle">${number(10 ** e)}</text>`);
  }
  for (let e = yFrom; e <= yTo; e++) {
    lines.push(`<path d="M${left} ${y(10 ** e)}H${right}" stroke="#ddd"/><text x="${left - 8}" y="${y(10 ** e) + 4}" text-anchor="end">${number(10 ** e)} s</text>`);
  }
  lines.push(`<text x="${(left + right) / 2}" y="${bottom + 42}" text-anchor="middle">Personen</text>`);
  for (const [index, { name, points: all, colour, mark }] of series.entries()) {
    lines.push(`<path d="M${all.map(([n, s]) => `${x(n).toFixed(1)} ${y(s).toFixed(1)}`).join("L")}" fill="none" stroke="${colour}" stroke-width="2"${mark}/>`);
    for (const [n, s] of all) lines.push(`<circle cx="${x(n).toFixed(1)}" cy="${y(s).toFixed(1)}" r="4" fill="${colour}"/>`);
    lines.push(`<path d="M${left + 20} ${top + 18 + index * 20}h30" stroke="${colour}" stroke-width="2"${mark}/><text x="${left + 58}" y="${top + 22 + index * 20}">${name}</text>`);
  }
  return [...lines, "</svg>", ""].join("\n");
}

export async function measurePopulation({ write, largest = 0 }) {
  const server = postgres();
  const lines = ["## Alle von Grund auf", "",
    "`kommunalcampus plan everyone --threads 2`: Profile lesen, rechnen, prüfen, begründen, speichern; alle 450 Angebote der Beispielregion. "
    + "Vorgabe: 50.000 Personen ≤ 15 s; 1,6 Millionen ≤ 8 Minuten und ≤ 2 GiB.", "",
    "| Personen | Datenbank | Lehrpläne | Sekunden | Rechenzeit des Programms | Lehrpläne je Sekunde | Speicher (Höchstwert) |", "|---|---|---|---|---|---|---|"];
  const series = [], effects = [];
  for (const [kind, colour, mark] of [["SQLite", "#24a", ""], ["PostgreSQL", "#a42", ' stroke-dasharray="6 4"']]) {
    if (kind === "PostgreSQL" && !server) { lines.push("| – | PostgreSQL | ist nicht installiert | – | – | – | – |"); continue; }
    const points = [];
    const own = kind === "PostgreSQL" && largest > sizes.at(-1) ? [...sizes, largest] : sizes;
    for (const people of own) {
      say(`Alle von Grund auf: ${people} Personen, ${kind}`);
      const database = openDatabase(kind, `kc_bench_${process.pid}_${people}`, server);
      try {
        const sample = fillSample(database.address, { people });
        if (kind === "PostgreSQL") database.ask("ANALYZE");
        const run = await measureRun(["plan", "everyone", "--database", database.address, "--threads", "2"]);
        const plans = Number(database.ask("SELECT COUNT(*) FROM curricula"));
        points.push([plans, run.seconds]);
        lines.push(`| ${people} | ${kind} | ${plans} | ${fixed(run.seconds, 1)} | ${fixed(run.cpu, 1)} s | ${fixed(plans / run.seconds, 0)} | ${fixed(run.peak, 0)} MB |`);
        if (people === sizes.at(-1)) {
          const effect = await measureChange(database, sample);
          effects.push(`| ${kind} | ${fixed(median(effect.times), 2)} s, ${fixed(Math.max(...effect.times), 2)} s | ${effect.changed.join(", ")} |`);
        }
      } finally { database.drop(); }
    }
    series.push({ name: kind, points, colour, mark });
  }
  if (write) fs.writeFileSync(path.join(root, "docs/growth.svg"), drawGrowth(series));
  return [...lines, "", "![Sekunden über der Zahl der Personen](growth.svg)", "",
    "## Ein geändertes Angebot, 50.000 Personen", "",
    "Eines der fünf meistgeplanten Angebote wird länger. Gemessen vom Auftrag bis zum letzten gespeicherten Lehrplan, ein Knoten. Vorgabe: ≤ 0,5 s.", "",
    "| Datenbank | Median, Höchstwert von fünf | neue Vorschläge |", "|---|---|---|", ...effects, ""];
}
