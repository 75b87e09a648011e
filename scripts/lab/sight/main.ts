/** Whether the judgement sees what contradicts a page: `npm run sight -- [PAGE|FOLDER ...]`. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { extract, plural } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { readPageFiles } from "../../files/page-files.ts";
import { type Score, scoreOf, shareOf } from "./score.ts";

const GOAL = 0.99;
const MOST_SHOWN = 20;

const root = packageRoot();
const given = process.argv.slice(2).map((path) => resolve(path));
const standard = ["spec/pages", "../shared/corpus", "../shared/corpus-more"]
  .map((path) => join(root, path))
  .filter(existsSync);
const shares: number[] = [];
for (const folder of given.length > 0 ? given : standard) {
  const { sources } = await readPageFiles([folder], root);
  const score = scoreOf(extract(sources).document);
  shares.push(shareOf(score));
  process.stdout.write(`${folder}\n${table(score)}\n`);
}
process.exitCode = shares.length > 0 && shares.every((share) => share >= GOAL) ? 0 : 1;

function table(score: Score): string {
  const { answers, tallies, contradicted, untyped } = score;
  const rows = Object.entries(tallies).map(([kind, { altered, failed }]) => {
    const share = altered === 0 ? "" : (failed / altered).toFixed(3);
    return `  ${kind.padEnd(12)}${String(altered).padStart(7)} falsified ${String(failed).padStart(7)} failed  ${share}`;
  });
  return [
    `  ${plural(answers, "documented answer")}, of what contradicts a page ${shareOf(score).toFixed(4)} is seen (goal ${GOAL})`,
    ...rows,
    `  not counted: ${plural(untyped, "property")} without a documented type, ${contradicted} where the page contradicts itself`,
    ...listed("passed although falsified", score.missed),
    ...listed("failed although documented", score.slandered),
    ...listed("not judged", score.unjudged),
    "",
  ].join("\n");
}

function listed(title: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_SHOWN ? [`    and ${names.length - MOST_SHOWN} more`] : [];
  return [`  ${title}: ${names.length}`, ...names.slice(0, MOST_SHOWN).map((name) => `    ${name}`), ...more];
}
