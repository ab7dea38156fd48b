// SPDX-License-Identifier: EUPL-1.2
// node schema_check.mjs moochub-3.0.1|moochub-2.3|amb DOCUMENT.json: silent and 0 when it holds to the published schema beside the project.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const data = join(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const [kind, file] = process.argv.slice(2);
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const addFormats = require("ajv-formats");

function compiled() {
  if (kind === "moochub-3.0.1") {
    const Ajv = require("ajv/dist/2020");
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    require("ajv-formats-draft2019")(ajv);
    return ajv.compile(json(join(data, "moochub/moochub-schema-3.0.1.json")));
  }
  const Ajv = require("ajv");
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  require("ajv-formats-draft2019")(ajv);
  if (kind === "moochub-2.3") {
    const schema = json(join(data, "moochub/moochub-schema-2.3.json"));
    delete schema.$schema; // the address without "#" is unknown to ajv
    return ajv.compile(schema);
  }
  const directory = join(data, "amb/20231019/schemas");
  for (const name of readdirSync(directory)) {
    if (name.endsWith(".json") && name !== "schema.json") ajv.addSchema(json(join(directory, name)));
  }
  return ajv.compile(json(join(directory, "schema.json")));
}

const validate = compiled();
if (!validate(json(file))) {
  for (const error of validate.errors.slice(0, 20)) console.log(error.instancePath, error.message);
  process.exit(1);
}
