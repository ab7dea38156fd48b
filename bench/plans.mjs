// SPDX-License-Identifier: EUPL-1.2
// The optimiser on generated catalogues, one thread.
import { execFileSync } from "node:child_process";

import { program, say } from "./support.mjs";

export function measurePlans() {
  say("Lehrpläne");
  const lines = ["## Lehrpläne", "",
    "Vorgabe bei 2.000 Lerneinheiten: Median ≤ 0,25 ms, Mittel ≤ 0,6 ms, p99 ≤ 10 ms, alle bewiesen; bei 20.000: ≥ 99 % bewiesen in 250 ms.", "", "```"];
  for (const [units, people] of [[2000, 2000], [20000, 200]]) {
    lines.push(execFileSync(program, ["plan", "bench", "--units", String(units), "--people", String(people), "--seed", "1"], { encoding: "utf8" }).trim(), "");
  }
  lines.push("```", "");
  return lines;
}
