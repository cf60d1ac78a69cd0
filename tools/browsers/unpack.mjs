// Unpacks the browsers of node_modules into the folder that is named: one folder for each, with its libraries beside it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

const [into] = process.argv.slice(2);
const unpacked = (name, file) => brotliDecompressSync(readFileSync(`node_modules/${name}/bin/${file}.br`));

for (const name of Object.keys(JSON.parse(readFileSync("package.json", "utf8")).dependencies)) {
  const making = `${into}/${name}.part`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  writeFileSync(`${making}/chromium`, unpacked(name, "chromium"), { mode: 0o755 });
  execFileSync("tar", ["x", "-C", making], { input: unpacked(name, "aws.tar") });
  rmSync(`${into}/${name}`, { recursive: true, force: true });
  renameSync(making, `${into}/${name}`);
}
