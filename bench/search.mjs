// SPDX-License-Identifier: EUPL-1.2
// Speed and quality of the search beside PostgreSQL full text search and plain Xapian, on the same data in the same run.
import { execFileSync } from "node:child_process";
import path from "node:path";

import { root, say } from "./support.mjs";

export function measureSearch() {
  const url = /KC_TEST_POSTGRES=['"]?([^'"\s;]+)/.exec(execFileSync(path.join(root, "bin/postgres-for-tests"), ["start"], { encoding: "utf8" }))[1];
  const run = (name, ...more) => execFileSync(path.join(root, "build/release/bench", name), more,
    { encoding: "utf8", cwd: root, maxBuffer: 1 << 24, env: { ...process.env, KC_TEST_POSTGRES: url } });
  say("Suche: Geschwindigkeit");
  const speed = run("bench_search_speed");
  say("Suche: Güte");
  const quality = run("bench_search_evaluate", "--enough", "5");  // as the search page asks
  return ["## Suche: Geschwindigkeit", "", speed.trim(), "", "## Suche: Güte", "", quality.trim(), ""];
}
