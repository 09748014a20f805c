// Bundles tests with esbuild, for node 18 reads no TypeScript, and runs them with node's runner.
// Give `unit`, `browser` or `e2e`; `mock` runs the mock service until it is stopped.

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { buildSync } from "esbuild";

const kind = process.argv[2] ?? "unit";
const out = `build/${kind}`;
const sources = kind === "mock"
  ? ["tests/mock.ts"]
  : readdirSync(`tests/${kind}`).filter((name) => name.endsWith(".test.ts"))
    .map((name) => `tests/${kind}/${name}`);

rmSync(out, { recursive: true, force: true });
buildSync({
  entryPoints: sources, outdir: out, bundle: true, platform: "node", format: "esm",
  target: "node18", packages: "external", sourcemap: "inline", outExtension: { ".js": ".mjs" },
});
const built = readdirSync(out).map((name) => `${out}/${name}`);
const flags = ["--enable-source-maps"];
if (kind !== "mock") flags.push("--test", "--test-reporter=spec", "--test-concurrency=1");
const { status } = spawnSync(process.execPath, [...flags, ...built], { stdio: "inherit" });
process.exit(status ?? 1);
