// SPDX-License-Identifier: EUPL-1.2
// Everybody's plan from nothing, reading and writing included, on both databases and for growing towns; how long after a new offer all whom
// it concerns are up to date; and how long a changed profile takes to become a stored plan. build/release/bench/bench_population does the
// work; here towns are made, figures collected and the growth is drawn into docs/growth.svg.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { children, fillSample, fixed, folder, root, say } from "./support.mjs";

const most = Number(process.env.KC_BENCH_PEOPLE_MOST ?? Infinity);  // for a quick look
const sizes = { SQLite: [1_000, 5_000, 20_000, 50_000, 200_000], PostgreSQL: [1_000, 5_000, 20_000, 50_000] };
for (const kind in sizes) sizes[kind] = sizes[kind].filter((people) => people <= most);
const measuredWhole = { SQLite: 50_000, PostgreSQL: 50_000 };  // here all is proven, and then offers and profiles are measured
const offersInRegion = 2000;
const bench = path.resolve(root, process.env.KC_BENCH_POPULATION ?? "build/release/bench/bench_population");

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

// A town once made is kept where KC_BENCH_TOWNS says: the largest ones take longer to make than to plan.
function fillTown(database, kind, people) {
  const kept = kind === "SQLite" && process.env.KC_BENCH_TOWNS ? path.join(process.env.KC_BENCH_TOWNS, `town-${people}.db`) : null;
  const file = database.address.replace(/^sqlite:/, "");
  if (kept && fs.existsSync(kept)) return fs.copyFileSync(kept, file);
  fillSample(database.address, { people, offers: offersInRegion });
  if (kept) fs.copyFileSync(file, kept);
}

// Runs the program and keeps what it prints.
async function run(args) {
  const child = spawn(bench, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.add(child);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { printed += data; });
  const code = await new Promise((done) => child.on("exit", done));
  children.delete(child);
  if (code !== 0) throw new Error(`bench_population ${args.join(" ")} ist mit ${code} beendet worden:\n${printed.slice(-2000)}`);
  say(printed.trim());
  const numbers = (pattern) => { const found = pattern.exec(printed); return found ? found.slice(1).map(Number) : null; };
  const [people, plans, unproven, seconds, cpu] = numbers(/nichts: (\d+) Personen, (\d+) Lehrpläne, .* (\d+) davon noch nicht bewiesen.*: ([\d.]+) s, ([\d.]+) s CPU/i);
  return { people, plans, unproven, seconds, cpu, proofs: numbers(/Nachgewiesen: ([\d.]+) s.* (\d+) bleiben/), memory: numbers(/Speicher: (\d+) MiB/)?.[0],
    offers: [...printed.matchAll(/Angebot (\d+): (\d+) vielleicht Betroffene, (\d+) neue Vorschläge, ([\d.]+) s, ([\d.]+) s CPU/g)].map((m) => m.slice(1).map(Number)),
    asked: numbers(/gleich gefragt.*Median ([\d.]+) ms, Mittel ([\d.]+) ms, p99 ([\d.]+) ms/), job: numbers(/durch die Aufgabe.*Median ([\d.]+) ms, Mittel ([\d.]+) ms, p99 ([\d.]+) ms/) };
}

// Seconds of computing over people, both on logarithmic scales.
export function drawGrowth(series) {
  const left = 70, right = 620, top = 30, bottom = 330;
  const points = series.flatMap(({ points: all }) => all);
  const people = points.map(([n]) => n), seconds = points.map(([, s]) => s);
  const xFrom = Math.floor(Math.log10(Math.min(...people))), xTo = Math.ceil(Math.log10(Math.max(...people)));
  const yFrom = Math.floor(Math.log10(Math.min(...seconds))), yTo = Math.ceil(Math.log10(Math.max(...seconds)));
  const x = (n) => left + (Math.log10(n) - xFrom) / (xTo - xFrom) * (right - left);
  const y = (s) => bottom - (Math.log10(s) - yFrom) / (yTo - yFrom) * (bottom - top);
  const lines = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 390" font-family="sans-serif" font-size="13" role="img">`,
    `<title>Alle Lehrpläne von Grund auf: Rechenzeit in Sekunden über der Zahl der Lehrpläne</title>`, `<rect width="680" height="390" fill="#fff"/>`];
  const number = (value) => value.toLocaleString("de-DE");
  for (let e = xFrom; e <= xTo; e++) {
    lines.push(`<path d="M${x(10 ** e)} ${top}V${bottom}" stroke="#ddd"/><text x="${x(10 ** e)}" y="${bottom + 20}" text-anchor="middle">${number(10 ** e)}</text>`);
  }
  for (let e = yFrom; e <= yTo; e++) {
    lines.push(`<path d="M${left} ${y(10 ** e)}H${right}" stroke="#ddd"/><text x="${left - 8}" y="${y(10 ** e) + 4}" text-anchor="end">${number(10 ** e)} s</text>`);
  }
  lines.push(`<text x="${(left + right) / 2}" y="${bottom + 42}" text-anchor="middle">Lehrpläne</text>`);
  for (const [index, { name, points: all, colour, mark }] of series.entries()) {
    lines.push(`<path d="M${all.map(([n, s]) => `${x(n).toFixed(1)} ${y(s).toFixed(1)}`).join("L")}" fill="none" stroke="${colour}" stroke-width="2"${mark}/>`);
    for (const [n, s] of all) lines.push(`<circle cx="${x(n).toFixed(1)}" cy="${y(s).toFixed(1)}" r="4" fill="${colour}"/>`);
    lines.push(`<path d="M${left + 20} ${top + 18 + index * 20}h30" stroke="${colour}" stroke-width="2"${mark}/><text x="${left + 58}" y="${top + 22 + index * 20}">${name}</text>`);
  }
  return [...lines, "</svg>", ""].join("\n");
}

// All of a few; of many those that tell how they are spread, and the one that touches and changes about as many as the requirement says.
function chosenOffers(offers, people) {
  if (offers.length <= 10) return offers.map((offer, i) => [`${i + 1} von ${offers.length}`, offer]);
  const bySeconds = [...offers].sort((a, b) => a[3] - b[3]), at = (share) => bySeconds[Math.ceil(share * offers.length) - 1];
  const distance = ([, affected, changed]) => Math.abs(Math.log((affected + 1) / (0.115 * people))) + Math.abs(Math.log((changed + 1) / (0.016 * people)));
  const usual = [...offers].sort((a, b) => distance(a) - distance(b))[0];
  const mostChanges = [...offers].sort((a, b) => b[2] - a[2])[0];
  return [[`Median von ${offers.length}`, at(0.5)], ["neun von zehn sind schneller als", at(0.9)], ["das langsamste", at(1)],
    ["das mit den meisten neuen Vorschlägen", mostChanges], ["am nächsten an 11,5 % angesehen, 1,6 % geändert", usual]];
}

export async function measurePopulation({ write, largest = 0 }) {
  const server = postgres();
  const lines = ["## Alle von Grund auf", "",
    `Profile lesen, rechnen, prüfen, begründen, speichern, je Person eine Zeile im Änderungsprotokoll; zwei Fäden, ${offersInRegion} Angebote in der Beispielregion. `
    + "Vorgabe: 50.000 Personen ≤ 15 s; 1,6 Millionen ≤ 8 Minuten und ≤ 2 GiB. Bei PostgreSQL zählt die Rechenzeit nur unser Programm, der Server "
    + "rechnet auf denselben Kernen. Nachweise laufen danach als Aufgaben von niedrigem Vorrang.", "",
    "| Personen | Datenbank | Lehrpläne | Sekunden | Rechenzeit | ms je Lehrplan | noch ohne Nachweis | Nachweise | Speicher |", "|---|---|---|---|---|---|---|---|---|"];
  const series = [], offers = [], profiles = [];
  const measured = new Map();  // the largest town is measured with the offers that stand in the table of the usual one, under their names
  for (const [kind, colour, mark] of [["SQLite", "#24a", ""], ["PostgreSQL", "#a42", ' stroke-dasharray="6 4"']]) {
    if (kind === "PostgreSQL" && !server) { lines.push("| – | PostgreSQL | ist nicht installiert | – | – | – | – | – | – |"); continue; }
    const points = [];
    for (const people of kind === "SQLite" && largest > 0 ? [...sizes[kind], largest] : sizes[kind]) {
      say(`Alle von Grund auf: ${people} Personen, ${kind}`);
      const database = openDatabase(kind, `kc_bench_${process.pid}_${people}`, server);
      try {
        fillTown(database, kind, people);
        const whole = people === Math.min(measuredWhole[kind], Math.max(...sizes[kind]));
        const withOffers = whole || people === largest;
        const chosen = !withOffers ? ["--offers", "0"] : whole || !measured.size ? ["--offers", "40"] : ["--offer", ...[...measured.keys()].map(String)];
        const found = await run([database.address, "--threads", "2", ...chosen, "--profile-changes", whole ? "2000" : "0",
          ...(withOffers ? [] : ["--no-proofs"])]);
        points.push([found.plans, found.cpu]);  // the wall clock also shows what else the machine does
        lines.push(`| ${people} | ${kind} | ${found.plans} | ${fixed(found.seconds, 1)} | ${fixed(found.cpu, 1)} s | ${fixed(found.cpu * 1000 / found.plans, 3)} | `
          + `${found.unproven} | ${found.proofs ? `${fixed(found.proofs[0], 0)} s, ${found.proofs[1]} bleiben offen` : "nicht gemessen"} | ${found.memory} MiB |`);
        for (const [what, [number, affected, changed, seconds, cpu]] of chosenOffers(found.offers, people)) {
          if (whole && !measured.has(number)) measured.set(number, what);
          offers.push(`| ${people} | ${kind} | ${measured.get(number) ?? what} | ${affected} | ${changed} | ${fixed(seconds, 2)} s | ${fixed(cpu, 2)} s |`);
        }
        for (const [way, times] of [["gleich gefragt", found.asked], ["Änderung speichern und Aufgabe", found.job]])
          if (times) profiles.push(`| ${people} | ${kind} | ${way} | ${times.map((time) => `${fixed(time, 1)} ms`).join(" | ")} |`);
      } finally { database.drop(); }
    }
    series.push({ name: kind, points, colour, mark });
  }
  if (write) fs.writeFileSync(path.join(root, "docs/growth.svg"), drawGrowth(series));
  return [...lines, "", "![Rechenzeit über der Zahl der Lehrpläne](growth.svg)", "",
    "## Ein neues Angebot", "",
    "Ein Angebot kommt hinzu, alle anderen Lehrpläne sind aktuell. Gemessen von der Veröffentlichung bis zum letzten gespeicherten Vorschlag, zwei Fäden; "
    + "Nachweise und erneuerte Gründe folgen. Vorgabe: 50.000 Personen ≤ 0,5 s, 1,6 Millionen ≤ 10 s, wenn etwa 11,5 % angesehen und 1,6 % geändert "
    + "werden. Bei 1,6 Millionen sind es dieselben Angebote wie bei 50.000.", "",
    "| Personen | Datenbank | Angebot | angesehen | neue Vorschläge | Dauer | Rechenzeit |", "|---|---|---|---|---|---|---|", ...offers, "",
    "## Ein geändertes Profil", "",
    "Bis der neue Lehrplan mit Gründen gespeichert ist, dauerhaft und mit Protokoll. Vorgabe: Median ≤ 2 ms, p99 ≤ 20 ms.", "",
    "| Personen | Datenbank | Weg | Median | Mittel | p99 |", "|---|---|---|---|---|---|", ...profiles, ""];
}
