// SPDX-License-Identifier: EUPL-1.2
// The optimiser on generated catalogues, one thread; then beside two MIP solvers on the same learners.
import { spawnSync, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { program, root, say } from "./support.mjs";

const comparison = path.join(root, "build/release/bench/bench_plans_mip_compare");
const sample = path.join(root, "../shared/planning/sample-2000");

function compareWithSolvers() {
  const lines = ["## Lehrpläne: Vergleich mit MIP-Lösern", "",
    "Beide Löser bekommen dieselbe Frage in Stufen: Stand, Stunden, Preis, dann der früheste letzte Tag; die Reihenfolge kommt als "
    + "nachgereichte Schnitte dazu. CBC erhält das Modell, das jeder aufstellen würde, GLPK das nach unserer Reduktion. Dieser Planer "
    + "beantwortet immer alle Stufen und nennt die Gründe für das Offene. „Drei Stufen“ zählt bei den Lösern nur die Summen, wie in "
    + "früheren Tabellen. Die Stufe „wenige Unterschiede zum früheren Plan“ entfällt: Keine dieser Personen hat einen früheren Plan.", ""];
  if (!fs.existsSync(comparison)) {
    return [...lines, "Entfällt: Das Vergleichsprogramm fehlt. Es braucht libglpk-dev und coinor-cbc (ninja -C build/release bench_plans_mip_compare).", ""];
  }
  const generated = ["--people", "60", "--seed", "7"];
  const cases = [
    ["Überschneidungen je Paar von Terminen:", generated],
    ["Überschneidungen je Tag, wie es Löser lieber haben:", [...generated, "--cliques"]],
    ["Gemeinsame Prüffälle, Überschneidungen je Tag:", fs.existsSync(sample) ? ["--folder", sample, "--cliques"] : null],
  ];
  for (const [title, options] of cases) {
    if (!options) {
      lines.push(title, "", `Entfällt: Der Ordner ${path.relative(root, sample)} fehlt.`, "");
      continue;
    }
    const run = spawnSync(comparison, [...options, "--minutes", "4"], { encoding: "utf8", timeout: 300_000 });
    if (run.status !== 0) say(`Der Vergleich ist mit ${run.status ?? run.signal} beendet worden.`);
    lines.push(title, "", (run.stdout || run.stderr || "Keine Ausgabe.").trim(), "");
  }
  return lines;
}

export function measurePlans() {
  say("Lehrpläne");
  const lines = ["## Lehrpläne", "",
    "Vorgabe bei 2.000 Lerneinheiten: Median ≤ 0,25 ms, Mittel ≤ 0,6 ms, p99 ≤ 10 ms, alle bewiesen; bei 20.000: ≥ 99 % bewiesen in 250 ms; "
    + "bei 100.000: Median ≤ 100 ms, Vorbereitung ≤ 2 s.", "", "```"];
  for (const [units, people] of [[2000, 2000], [20000, 200], [100000, 20]]) {
    lines.push(execFileSync(program, ["plan", "bench", "--units", String(units), "--people", String(people), "--seed", "1"], { encoding: "utf8" }).trim(), "");
  }
  lines.push("```", "");
  say("Lehrpläne: Vergleich mit MIP-Lösern");
  return [...lines, ...compareWithSolvers()];
}
