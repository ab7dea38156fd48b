// SPDX-License-Identifier: EUPL-1.2
// Bundles with esbuild, cuts the fonts down to the letters of European languages, writes everything under a name with a
// hash of its content and lists the names in public/manifest.json. Called by bin/build-assets.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";
import path from "node:path";
import * as esbuild from "esbuild";

const target = "public";
const staging = "public.new";
const manifest = {};
const compress = { br: promisify(brotliCompress), gz: promisify(gzip) };

async function put(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = path.extname(name);
  const file = `${name.slice(0, -extension.length)}.${hash}${extension}`;
  const place = path.join(staging, "assets", file);
  await writeFile(place, bytes);
  if (extension !== ".woff2") {
    await writeFile(`${place}.br`, await compress.br(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    await writeFile(`${place}.gz`, await compress.gz(bytes, { level: 9 }));
  }
  manifest[name] = `/assets/${file}`;
}

// Basic Latin, Latin-1, Latin Extended-A, punctuation, euro, arrows: names from all over Europe stay complete.
function letters() {
  let text = "";
  for (const [from, to] of [[0x20, 0x7e], [0xa0, 0x17f], [0x218, 0x21b], [0x2010, 0x2027], [0x2030, 0x203a], [0x2190, 0x2193]]) {
    for (let code = from; code <= to; ++code) text += String.fromCodePoint(code);
  }
  return `${text}€−≤≥✓ẞ`;
}

async function font(weight, file) {
  const original = await readFile(`node_modules/@kern-ux/native/dist/fonts/fira-sans/${file}.woff2`);
  let bytes = original;
  try {
    const { default: subsetFont } = await import("subset-font");
    bytes = await subsetFont(original, letters(), { targetFormat: "woff2" });
  } catch (error) {
    console.warn(`The font ${file} stays complete: ${error.message}`);
  }
  await put(`fira-sans-${weight}.woff2`, bytes);
}

async function bundle(entry, options = {}) {
  const result = await esbuild.build({ entryPoints: [entry], bundle: true, minify: true, write: false, target: ["es2022", "chrome111", "firefox113", "safari16.4"], legalComments: "none", ...options });
  return result.outputFiles[0].text;
}

await rm(staging, { recursive: true, force: true });
await mkdir(path.join(staging, "assets"), { recursive: true });
await font(400, "FiraSans-Regular");
await font(500, "FiraSans-Medium");
await font(600, "FiraSans-SemiBold");

const css = await bundle("styles/app.css", { external: ["asset:*"] });
await put("app.css", css.replace(/asset:([\w.-]+)/g, (_, name) => manifest[name] ?? fail(`styles name an unknown file ${name}`)));
await put("kern.css", await readFile("node_modules/@kern-ux/native/dist/kern.min.css"));
await put("htmx.js", await readFile("node_modules/htmx.org/dist/htmx.min.js"));
await put("icon.svg", await readFile("styles/icon.svg"));
// A file in islands/ that other islands import (confirm, password …) is part of app.js; the rest are islands of their own.
const shared = await readFile("islands/app.ts", "utf8");
const names = (await readdir("islands")).filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3));
const inApp = names.filter((name) => shared.includes(`"./${name}"`));
for (const name of names.filter((name) => !inApp.includes(name)).sort()) {
  await put(`${name}.js`, await bundle(`islands/${name}.ts`, { format: "iife" }));
}
// A page that asks for one of these gets app.js, which it has already.
for (const name of inApp) manifest[`${name}.js`] = manifest["app.js"];
await writeFile(path.join(staging, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

await rm(target, { recursive: true, force: true });
await rename(staging, target);
console.log(`public/ is built: ${Object.keys(manifest).length} files.`);

function fail(message) {
  throw new Error(message);
}
