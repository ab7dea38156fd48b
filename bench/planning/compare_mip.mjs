// SPDX-License-Identifier: EUPL-1.2
// Compares the optimiser with two MIP solvers of Debian, GLPK and CBC, on generated learners: closure, hours, price and time.
// Only where both solvers agree is their answer taken as the truth, because each of them alone is sometimes wrong or aborts.
//
//   node bench/planning/compare_mip.mjs --program build/release/kommunalcampus [--units 2000] [--people 40] [--seed 1] [--limit-seconds 60]
//
// --folder F compares on an existing catalogue.json and learners.jsonl instead. Needs glpsol and cbc on the path.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const options = { program: "", units: 2000, people: 40, seed: 1, folder: "", "limit-seconds": 60 };
for (let i = 2; i + 1 < process.argv.length; i += 2) {
  const name = process.argv[i].replace(/^--/, "");
  if (!(name in options)) { console.error(`Unbekannte Angabe: ${process.argv[i]}`); process.exit(2); }
  options[name] = typeof options[name] === "number" ? Number(process.argv[i + 1]) : process.argv[i + 1];
}
if (!options.program) { console.error("Geben Sie --program mit dem Pfad zu kommunalcampus an."); process.exit(2); }

const work = fs.mkdtempSync(path.join(os.tmpdir(), "kc-mip-"));
process.on("exit", () => fs.rmSync(work, { recursive: true, force: true }));

function run(program, args, seconds) {
  const start = process.hrtime.bigint();
  const result = spawnSync(program, args, { encoding: "utf8", timeout: seconds * 1000, maxBuffer: 1 << 28 });
  return { ...result, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

let folder = options.folder;
if (!folder) {
  folder = work;
  const made = run(options.program, ["plan", "bench", "--units", options.units, "--people", options.people, "--seed", options.seed, "--write-to", work], 600);
  if (made.status !== 0) { console.error(made.stderr || made.stdout); process.exit(1); }
}
const answersFile = path.join(work, "answers.jsonl");
const solved = run(options.program, ["plan", "solve", "--catalogue", path.join(folder, "catalogue.json"), "--learners", path.join(folder, "learners.jsonl"), "--out", answersFile], 600);
if (solved.status !== 0) { console.error(solved.stderr || solved.stdout); process.exit(1); }

const lines = (file) => fs.readFileSync(file, "utf8").split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
const catalogue = JSON.parse(fs.readFileSync(path.join(folder, "catalogue.json"), "utf8"));
const learners = lines(path.join(folder, "learners.jsonl"));
const answers = new Map(lines(answersFile).map((answer) => [answer.id, answer]));
const unitById = new Map(catalogue.units.map((unit) => [unit.id, unit]));
const closedWith = new Map();
for (const course of catalogue.courses) if (course.closed) for (const unit of course.units) closedWith.set(unit, [...(closedWith.get(unit) ?? []), ...course.units]);
const teachersOf = new Map();
for (const unit of catalogue.units) for (const t of unit.teaches) {
  const key = `${t.competence}|${t.level}`;
  teachersOf.set(key, [...(teachersOf.get(key) ?? []), unit.id]);
}

const y = (date) => `y_${date.id.replaceAll("-", "_")}`;  // a minus would end the name

// The program of one learner: variables per unit and per usable date, and what every plan has to keep apart from the order.
function model(learner, mandatory) {
  const level = (competence) => learner.current[competence] ?? 0;
  const usableDates = (unit) => (unit.dates ?? []).filter((date) =>
    date.first_day >= learner.first_day && date.last_day <= learner.last_day && !learner.blocked.some((b) => b.first_day <= date.last_day && date.first_day <= b.last_day) &&
    (unit.place === undefined || learner.reachable_places.includes(unit.place)));
  const needsOf = (unit) => unit.requires.flatMap((need) => {
    const keys = [];
    for (let l = level(need.competence) + 1; l <= need.level; l++) keys.push(`${need.competence}|${l}`);
    return keys;
  });
  const usable = (id) => !(unitById.get(id).dates && usableDates(unitById.get(id)).length === 0);
  const kept = new Set();
  const steps = [];
  const queue = [...mandatory];
  for (const [competence, target] of Object.entries(learner.target))
    for (let l = level(competence) + 1; l <= target; l++) steps.push({ competence, level: l, key: `${competence}|${l}`, weight: learner.weight[competence] ?? 0 });
  for (const step of steps) queue.push(...(teachersOf.get(step.key) ?? []));
  while (queue.length) {
    const id = queue.pop();
    if (kept.has(id)) continue;
    kept.add(id);
    const unit = unitById.get(id);
    for (const key of needsOf(unit)) queue.push(...(teachersOf.get(key) ?? []));
    if (unit.after) queue.push(unit.after);
    queue.push(...(closedWith.get(id) ?? []));
  }
  const rows = [];
  const binaries = [];
  const units = [...kept];
  for (const id of units) {
    binaries.push(`x_${id}`);
    const unit = unitById.get(id);
    if (!usable(id)) { rows.push(`x_${id} = 0`); continue; }
    if (unit.dates) {
      const dates = usableDates(unit);
      for (const date of dates) binaries.push(y(date));
      rows.push(`${dates.map((date) => y(date)).join(" + ")} - x_${id} = 0`);
    }
    for (const key of new Set(needsOf(unit))) {
      const others = (teachersOf.get(key) ?? []).filter((other) => other !== id);
      rows.push(`x_${id}${others.map((other) => ` - x_${other}`).join("")} <= 0`);
    }
    if (unit.after) rows.push(`x_${id} - x_${unit.after} <= 0`);
    for (const other of closedWith.get(id) ?? []) if (other !== id) rows.push(`x_${id} - x_${other} = 0`);
  }
  const sum = (field) => units.filter((id) => unitById.get(id)[field] > 0).map((id) => `${unitById.get(id)[field]} x_${id}`).join(" + ") || `0 x_${units[0]}`;
  const dates = units.filter(usable).flatMap((id) => usableDates(unitById.get(id)));
  const clashes = new Set();
  for (const date of dates) {
    const same = dates.filter((other) => other.first_day <= date.first_day && date.first_day <= other.last_day).map((other) => y(other));
    if (same.length > 1) clashes.add(`${same.join(" + ")} <= 1`);
  }
  rows.push(...clashes);
  if (units.length) {
    rows.push(`${sum("half_hours")} <= ${learner.budget.half_hours}`, `${sum("price_cents")} <= ${learner.budget.price_cents}`, `${sum("presence_days")} <= ${learner.budget.presence_days}`);
  }
  for (const id of mandatory) rows.push(`x_${id} = 1`);
  for (const step of steps) {
    binaries.push(`z_${step.competence}_${step.level}`);
    const teachers = teachersOf.get(step.key) ?? [];
    rows.push(`z_${step.competence}_${step.level}${teachers.map((id) => ` - x_${id}`).join("")} <= 0`);
    if (step.level > level(step.competence) + 1) rows.push(`z_${step.competence}_${step.level} - z_${step.competence}_${step.level - 1} <= 0`);
  }
  const closure = steps.filter((step) => step.weight > 0).map((step) => `${step.weight} z_${step.competence}_${step.level}`).join(" + ") || "0 z_none";
  return { rows, binaries, units, needsOf, sum, closure, usableDates };
}

// A cut for the first unit that cannot follow what it needs: this set with these dates needs a further provider.
function orderCut(m, values) {
  const chosen = m.units.filter((id) => values.get(`x_${id}`) > 0.5);
  const dateOf = new Map();
  for (const id of chosen) for (const date of unitById.get(id).dates ?? []) if (values.get(y(date)) > 0.5) dateOf.set(id, date);
  const providers = (id, key) => chosen.filter((other) => other !== id && unitById.get(other).teaches.some((t) => `${t.competence}|${t.level}` === key));
  const ready = new Map(chosen.map((id) => [id, Infinity]));
  for (let changed = true; changed;) {
    changed = false;
    for (const id of chosen) {
      const unit = unitById.get(id);
      let day = -1;
      for (const key of m.needsOf(unit)) day = Math.max(day, Math.min(Infinity, ...providers(id, key).map((other) => ready.get(other))));
      if (unit.after) day = Math.max(day, ready.get(unit.after) ?? Infinity);
      if (day === Infinity) continue;
      if (unit.dates) day = dateOf.get(id).first_day > day ? dateOf.get(id).last_day : Infinity;
      if (day < ready.get(id)) { ready.set(id, day); changed = true; }
    }
  }
  const late = chosen.find((id) => ready.get(id) === Infinity);
  if (late === undefined) return null;
  const before = new Set();
  const further = new Set();
  const stack = [late];
  while (stack.length) {
    const id = stack.pop();
    if (before.has(id)) continue;
    before.add(id);
    for (const key of m.needsOf(unitById.get(id))) {
      stack.push(...providers(id, key));
      for (const other of teachersOf.get(key) ?? []) if (!chosen.includes(other)) further.add(other);
    }
    if (unitById.get(id).after) stack.push(unitById.get(id).after);
  }
  const terms = [...before].map((id) => (dateOf.has(id) ? y(dateOf.get(id)) : `x_${id}`));
  return `${terms.join(" + ")}${[...further].map((id) => ` - x_${id}`).join("")} <= ${before.size - 1}`;
}

const solvers = {
  glpk(file, out) {
    const result = run("glpsol", ["--lp", file, "-o", out, "--tmlim", String(options["limit-seconds"])], options["limit-seconds"] + 5);
    if (result.status !== 0 || !fs.existsSync(out)) return null;
    const text = fs.readFileSync(out, "utf8");
    if (!/Status:\s+INTEGER OPTIMAL/.test(text)) return { seconds: result.seconds, infeasible: /EMPTY|UNDEFINED/.test(text) };
    const values = new Map();
    for (const match of text.matchAll(/^\s*\d+ (\S+)\s+\*\s+(-?[\d.e+-]+)/gm)) values.set(match[1], Number(match[2]));
    return { seconds: result.seconds, values };
  },
  cbc(file, out) {
    const result = run("cbc", [file, "preprocess", "off", "sec", String(options["limit-seconds"]), "solve", "solution", out], options["limit-seconds"] + 5);
    if (result.status !== 0 || !fs.existsSync(out)) return null;
    const text = fs.readFileSync(out, "utf8");
    if (!/^Optimal/.test(text)) return { seconds: result.seconds, infeasible: /^Infeasible|^Integer infeasible/.test(text) };
    const values = new Map();
    for (const match of text.matchAll(/^\s*(?:\*\*)?\s*\d+\s+(\S+)\s+(-?[\d.e+-]+)/gm)) values.set(match[1], Number(match[2]));
    return { seconds: result.seconds, values };
  },
};

function solveWith(name, learner, mandatory) {
  const m = model(learner, mandatory);
  if (!m.units.length) return { sums: [0, 0, 0], seconds: 0, cuts: 0 };
  const extra = [];
  const sums = [];
  let seconds = 0;
  let cuts = 0;
  for (const [stage, objective] of [["Maximize", m.closure], ["Minimize", m.sum("half_hours")], ["Minimize", m.sum("price_cents")]].entries()) {
    for (;;) {
      const file = path.join(work, "model.lp");
      const out = path.join(work, "model.out");
      fs.rmSync(out, { force: true });
      const wrap = (text) => text.replace(/(.{200}\S*) (?=[+-] )/g, "$1\n ");
      fs.writeFileSync(file, `${objective[0]}\n obj: ${wrap(objective[1])}\nSubject To\n${[...m.rows, ...extra].map((row, i) => ` c${i}: ${wrap(row)}`).join("\n")}\nBinary\n ${[...m.binaries, "z_none"].join("\n ")}\nEnd\n`);
      const result = solvers[name](file, out);
      if (result === null || !result.values) return { failed: true, infeasible: result?.infeasible, seconds };
      seconds += result.seconds;
      for (const variable of m.binaries) if (!result.values.has(variable)) result.values.set(variable, 0);
      const cut = orderCut(m, result.values);
      if (cut !== null) { extra.push(cut); cuts++; continue; }
      const value = Math.round(objective[1].split(" + ").reduce((total, term) => { const [factor, variable] = term.trim().split(" "); return total + Number(factor) * (result.values.get(variable) > 0.5 ? 1 : 0); }, 0));
      sums.push(value);
      extra.push(`${objective[1]} ${stage === 0 ? ">=" : "<="} ${value}`);
      break;
    }
  }
  return { sums, seconds, cuts };
}

const tally = { compared: 0, same: 0, different: 0, undecided: 0, cuts: 0 };
const times = { glpk: [], cbc: [] };
for (const learner of learners.slice(0, options.people)) {
  const answer = answers.get(learner.id);
  if (answer.status === "infeasible") continue;
  const missing = new Set((answer.mandatory_not_taken ?? []).map((entry) => entry.unit));
  const mandatory = learner.mandatory.filter((id) => !missing.has(id));
  const glpk = solveWith("glpk", learner, mandatory);
  const cbc = solveWith("cbc", learner, mandatory);
  for (const [name, result] of [["glpk", glpk], ["cbc", cbc]]) if (!result.failed) times[name].push(result.seconds);
  if (glpk.failed || cbc.failed || glpk.sums.join() !== cbc.sums.join()) {
    tally.undecided++;
    console.log(`${learner.id}: die Vergleichslöser sind sich nicht einig (GLPK ${glpk.failed ? "–" : glpk.sums}, CBC ${cbc.failed ? "–" : cbc.sums}, hier ${[answer.closure, answer.half_hours, answer.price_cents]})`);
    continue;
  }
  tally.compared++;
  tally.cuts += glpk.cuts > 0 ? 1 : 0;
  const ours = [answer.closure, answer.half_hours, answer.price_cents].join();
  if (ours === glpk.sums.join()) tally.same++;
  else { tally.different++; console.log(`${learner.id}: VERSCHIEDEN, beide Löser ${glpk.sums}, hier ${ours}`); }
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(3) ?? "–";
console.log(`Verglichen ${tally.compared}: gleich ${tally.same}, verschieden ${tally.different}; ohne Urteil ${tally.undecided}; mit Reihenfolgeschnitt ${tally.cuts}. Median s: GLPK ${median(times.glpk)}, CBC ${median(times.cbc)}`);
process.exit(tally.different === 0 ? 0 : 1);
