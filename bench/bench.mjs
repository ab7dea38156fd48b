// SPDX-License-Identifier: EUPL-1.2
// The measurements behind docs/benchmarks.md. Everything runs on loopback, with databases of its own in a temporary folder,
// and each run is bounded in time. Figures are medians over rounds; peers run in the same run as we do.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { measureOffers } from "./offers.mjs";
import { measureRegion } from "./pages.mjs";
import { measurePlans } from "./plans.mjs";
import { measurePopulation } from "./population.mjs";
import { measureProfiles } from "./profiles.mjs";
import { measureSearch } from "./search.mjs";
import { root, say } from "./support.mjs";

const parts = { region: measureRegion, search: measureSearch, offers: measureOffers, profiles: measureProfiles, plans: measurePlans, population: measurePopulation };
const options = { people: 50000, write: false, rounds: 5, only: Object.keys(parts) };
for (let i = 2; i < process.argv.length; i++) {
  if (process.argv[i] === "--people") options.people = Number(process.argv[++i]);
  else if (process.argv[i] === "--largest") options.largest = Number(process.argv[++i]);
  else if (process.argv[i] === "--write") options.write = true;
  else if (process.argv[i] === "--rounds") options.rounds = Number(process.argv[++i]);
  else if (process.argv[i] === "--only" && (process.argv[i + 1] ?? "").split(",").every((part) => part in parts)) options.only = process.argv[++i].split(",");
  else {
    console.error(`Unbekannte Angabe: ${process.argv[i]} (möglich: --people N, --largest N, --rounds N, --write, --only ${Object.keys(parts).join(",")})`);
    process.exit(2);
  }
}

const today = new Date().toISOString().slice(0, 10);
const machine = `${os.cpus().length} Kernen (${os.cpus()[0].model.trim()})`;
const file = path.join(root, "docs/benchmarks.md");
for (const part of options.only) {
  const text = [`Gemessen am ${today} auf ${machine}.`, "", ...await parts[part](options)].join("\n");
  console.log(text);
  if (!options.write) continue;
  // Each part stands between its own marks, so that it can be measured alone.
  const all = fs.readFileSync(file, "utf8");
  const begin = `<!-- bench ${part} -->`, end = `<!-- /bench ${part} -->`;
  if (!all.includes(begin) || !all.includes(end)) throw new Error(`In docs/benchmarks.md fehlen die Marken ${begin} und ${end}.`);
  fs.writeFileSync(file, `${all.slice(0, all.indexOf(begin) + begin.length)}\n${text.trimEnd()}\n${all.slice(all.indexOf(end))}`);
  say(`Geschrieben: docs/benchmarks.md, ${part}`);
}
process.exit(0);
