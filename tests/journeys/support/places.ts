// SPDX-License-Identifier: EUPL-1.2
// Where the journeys find the program and keep their databases.
import path from "node:path";

export const root = path.resolve(__dirname, "../../..");
export const program = path.resolve(root, process.env.KC_PROGRAM ?? "build/debug/kommunalcampus");
export const baseDatabase = path.join(root, "build/journeys-data/region.sqlite");
export const signInsFile = path.join(root, "build/journeys-data/sign-ins.txt");
