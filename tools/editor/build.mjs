// Bundles entry.js into static/web/vendor and writes the list of hashes that a test compares.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const folder = new URL("../../taizhang/web/static/web/vendor/", import.meta.url);
const banner = "/* ProseMirror, (C) by Marijn Haverbeke and others, MIT licence: see LICENSE-prosemirror.txt */";

await build({
  entryPoints: ["entry.js"],
  bundle: true,
  format: "esm",
  target: ["chrome86", "firefox78"],
  minify: true,
  legalComments: "none",
  banner: { js: banner },
  outfile: new URL("prosemirror.js", folder).pathname,
});
const licence = await readFile("node_modules/prosemirror-view/LICENSE", "utf8");
await writeFile(new URL("LICENSE-prosemirror.txt", folder), licence);

const names = ["LICENSE-prosemirror.txt", "prosemirror.js"];
const lines = [];
for (const name of names) {
  const content = await readFile(new URL(name, folder));
  lines.push(`${createHash("sha256").update(content).digest("hex")}  ${name}`);
}
await writeFile(new URL("SHA256SUMS", folder), `${lines.join("\n")}\n`);
