/** Attacks the extractor with broken pages: `npm run mutate -- [FOLDER ...] [--count N] [--seed N] [--only MUTATION]`. */
import { lstat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { parseArgs } from "node:util";
import { Validator } from "@seriousme/openapi-schema-validator";
import { plural } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { readPageFiles } from "../../files/page-files.ts";
import { createAttack } from "./attack.ts";
import { BOMB_MUTATIONS, mutate } from "./mutations.ts";
import { createRandom } from "./random.ts";

/** A page that takes longer is a page that hangs. */
const LONGEST_MS = 1000;
const MOST_SHOWN = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "20000" }, seed: { type: "string", default: "1" } },
});
const count = Number(values.count);
const seed = Number(values.seed);
const root = packageRoot();
const folders: string[] = [];
for (const folder of ["spec/pages", "spec/testing/pages", "../shared/corpus"].map((path) => join(root, path)))
  if (await lstat(folder).catch(() => undefined)) folders.push(folder);
const given = positionals.map((path) => resolve(path));
const { sources } = await readPageFiles(given.length > 0 ? given : folders, root);
if (sources.length === 0 || !Number.isInteger(count) || !Number.isInteger(seed)) {
  process.stderr.write("mutate: no page to break, or --count and --seed are no integers\n");
  process.exit(2);
}

const attack = createAttack(() => performance.now());
const validator = new Validator();
let faulty = 0;
let slowest = { milliseconds: 0, what: "" };

async function judge(what: string, name: string, text: string): Promise<void> {
  let { faults, milliseconds, document } = attack.judge({ name, text });
  // A busy machine is no fault of the page: the best of three counts.
  for (let again = 0; again < 2 && milliseconds > LONGEST_MS; again += 1)
    milliseconds = Math.min(milliseconds, attack.judge({ name, text }).milliseconds);
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, what };
  // The validator loses patience with what is merely long; the faults that only it can see do not depend on length.
  const checked =
    text.length > 400_000 ? { valid: true } : await validator.validate(JSON.parse(JSON.stringify(document)));
  const all = [
    ...faults,
    ...(checked.valid ? [] : [`invalid OpenAPI: ${JSON.stringify(checked.errors).slice(0, 300)}`]),
    ...(milliseconds > LONGEST_MS ? [`${Math.round(milliseconds)} ms`] : []),
  ];
  if (all.length === 0) return;
  faulty += 1;
  if (faulty <= MOST_SHOWN) process.stdout.write(`${what}: ${all.slice(0, 3).join("; ")}\n`);
}

const started = performance.now();
const [shortest] = [...sources].sort((a, b) => a.text.length - b.text.length);
for (const bomb of BOMB_MUTATIONS) {
  const random = createRandom(seed);
  await judge(bomb.name, shortest?.name ?? "", bomb.apply(shortest?.text ?? "", random));
}
for (let index = 0; index < count; index += 1) {
  const random = createRandom(seed + index);
  const source = sources[random.below(sources.length)];
  if (!source) continue;
  const { text, names } = mutate(source.text, random);
  await judge(`--seed ${seed + index} ${source.name} (${names.join(", ")})`, source.name, text);
}
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${plural(count + BOMB_MUTATIONS.length, "mutation")} of ${plural(sources.length, "page")} in ${seconds.toFixed(0)} s: ${plural(faulty, "fault")}; ` +
    `the slowest page took ${Math.round(slowest.milliseconds)} ms (${slowest.what})\n`,
);
process.exitCode = faulty === 0 ? 0 : 1;
