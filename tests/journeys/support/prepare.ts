// SPDX-License-Identifier: EUPL-1.2
// Once before all journeys: a small sample region, which every worker copies. With fewer people nobody in the town would leave, and the view
// of risks would be empty.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { baseDatabase, program, signInsFile } from "./places";

export default function prepare(): void {
  fs.mkdirSync(path.dirname(baseDatabase), { recursive: true });
  for (const suffix of ["", "-wal", "-shm"]) fs.rmSync(baseDatabase + suffix, { force: true });
  const printed = execFileSync(program, ["sample", "--database", `sqlite:${baseDatabase}`, "--people", "1500"], { encoding: "utf8" });
  fs.writeFileSync(signInsFile, printed);
}
