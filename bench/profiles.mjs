// SPDX-License-Identifier: EUPL-1.2
// Profiles: how well everyday statements are understood, one turn of the dialogue with 50,000 profiles stored, the gaps of everybody.
import { execFileSync } from "node:child_process";
import path from "node:path";

import { csrfOf, fillSample, fixed, folder, request, root, say, signIn, startServer, stopServer } from "./support.mjs";

const run = (name, ...more) => execFileSync(path.join(root, "build/release/bench", name), more, { encoding: "utf8", cwd: root, maxBuffer: 1 << 24 });
const statements = ["Excel kann ich gar nicht, aber Bescheide schreibe ich sicher.", "Ich berate jeden Tag Leute am Schalter und am Telefon.",
  "Ich würde gern mehr über KI lernen.", "Mit der E-Akte komme ich halbwegs zurecht."];

function post(port, cookie, csrf, target, value) {
  const url = new URL(target, `http://127.0.0.1:${port}`);
  return fetch(url, { method: "POST", headers: { cookie, "content-type": "application/json", "x-csrf-token": csrf, origin: url.origin },
    body: value === undefined ? undefined : JSON.stringify(value) });
}

// Whole dialogues through the interface: what is asked is answered, what is proposed is taken over. Milliseconds per turn.
async function turns(port, cookie, rounds) {
  const csrf = csrfOf((await request(port, "GET", "/konto", { cookie })).body);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    let answer = await post(port, cookie, csrf, "/api/v1/me/interview", {});
    for (let turn = 0; turn < 60; turn++) {
      if (!answer.ok) throw new Error(`Das Gespräch antwortet mit ${answer.status}: ${await answer.text()}`);
      const state = await answer.json();
      if (state.end && !state.question) break;
      const began = process.hrtime.bigint();
      if (state.proposals.length > 0) {
        const decisions = state.proposals.map((p) => ({ proposal: p.id, accept: true, ...(p.level === null && p.polarity === "has" ? { level: 2 } : {}) }));
        answer = await post(port, cookie, csrf, "/api/v1/me/interview/decide", { decisions });
      } else {
        const { key, kind, options, minimum } = state.question;
        const values = kind === "free_text" ? [statements[turn % statements.length]] : kind === "number" ? [String(minimum)]
          : [options[Math.min(2, options.length - 1)].value];
        answer = await post(port, cookie, csrf, "/api/v1/me/interview/answer", { question: key, values });
      }
      times.push(Number(process.hrtime.bigint() - began) / 1e6);
    }
    await post(port, cookie, csrf, "/api/v1/me/interview/finish", {});
  }
  return times.sort((a, b) => a - b);
}

export async function measureProfiles({ people, rounds }) {
  const database = `sqlite:${path.join(folder, "profiles.db")}`, port = 18423;
  say("Profile: Region anlegen");
  const { accounts, password } = fillSample(database, { people, offers: 2000 });
  const { server } = await startServer(database, port);
  const cookie = await signIn(port, accounts[0].email, password);
  say("Profile: Gespräch");
  const times = await turns(port, cookie, rounds * 3);
  await stopServer(server);
  const at = (share) => fixed(times[Math.min(times.length - 1, Math.floor(times.length * share))], 1);
  say("Profile: Lücken aller");
  const gaps = run("bench_gap_batch", database, "--threads", "2", "--rounds", String(rounds));
  say("Profile: Aussagen verstehen");
  return ["## Gespräch", "",
    `Ein Schritt (Antwort oder Entscheidung, mit der nächsten Frage) bei ${people} Profilen auf SQLite, über HTTP gemessen: `
    + `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, größter ${at(1)} ms von ${times.length}. Vorgabe: ≤ 50 ms.`, "",
    "## Lücken aller Beschäftigten", "", "Vorgabe: 50.000 in 2 s, zwei Fäden.", "", "```", gaps.trim(), "```", "",
    "## Aussagen verstehen", "", run("bench_extraction_evaluate").trim(), ""];
}
