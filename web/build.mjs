// Builds the page into dist/: one script, one style sheet, the licences of what is bundled.

import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";

const bundled = ["lightweight-charts", "fancy-canvas", "uplot"];
const attribution = "TradingView Lightweight Charts(tm)\n"
  + "Copyright (c) 2025 TradingView, Inc. https://www.tradingview.com/\n";

async function licence_of(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const text = await readFile(`${folder}/LICENSE`, "utf8")
    .catch(() => readFile(`licences/${name}.txt`, "utf8"));
  return `${name} ${version}, ${license}\n\n${text}`;
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await cp("public", "dist", { recursive: true });
await build({
  entryPoints: { page: "src/main.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
});
const styles = await Promise.all(
  ["public/page.css", "node_modules/uplot/dist/uPlot.min.css"].map((path) => readFile(path)),
);
await writeFile("dist/page.css", styles.join("\n"));
const licences = await Promise.all(bundled.map(licence_of));
await writeFile("dist/LICENCES.txt", [attribution, ...licences].join(`\n${"-".repeat(72)}\n\n`));
