/*
 * Joins the modules of `src/` into one script for each widget, and one style sheet. The result is
 * in git, since a learner's computer has no Node.
 *
 * `node build.js` writes it; `node build.js --check` fails when that in git is stale.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = `${HERE}/../docker_lessons`;
/** Where each script and style sheet goes. */
const PLACES = {
  "widgets/static": ["panel.js", "opening.js", "sheet.js", "style.css"],
  "jupyter/labextension/docker-lessons/static": ["extension.js", "style.css"],
};
const NOTE = "/* Made from front/src by `make front`: change it there. */";

/** Returns each file that is made: its path and its text. */
async function bundles() {
  const made = Object.entries(PLACES).map(([place, names]) => bundled(place, names));
  return (await Promise.all(made)).flat();
}

/**
 * @param {string} place a folder of the Python package
 * @param {string[]} names of what goes there
 */
async function bundled(place, names) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: names.map((name) => `src/${name}`),
    outdir: `${PACKAGE}/${place}`,
    outbase: "src",
    bundle: true,
    format: names.includes("extension.js") ? "iife" : "esm", // JupyterLab loads no module
    target: "esnext",
    charset: "utf8",
    banner: { js: NOTE, css: NOTE },
    write: false,
    metafile: true,
  });
  const foreign = Object.keys(metafile.inputs).filter((path) => !path.startsWith("src/"));
  if (foreign.length) throw new Error(`Only our own code is sent to browsers, not ${foreign}.`);
  return outputFiles;
}

/** Returns the text of a file, or an empty one where there is none. */
const textOf = (/** @type {string} */ path) => readFile(path, "utf8").catch(() => "");

if (process.argv.includes("--check")) {
  for (const { path, text } of await bundles()) {
    if ((await textOf(path)) === text) continue;
    const name = relative(`${HERE}/..`, path);
    console.error(`${name} is not what front/src makes: run make front`);
    process.exitCode = 1;
  }
} else {
  for (const { path, text } of await bundles()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
