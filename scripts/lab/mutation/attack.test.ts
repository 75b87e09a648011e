import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { extract, type PageSource } from "../../../spec/index.ts";
import { packageRoot } from "../../files/package-root.ts";
import { createAttack, faultsOf, NEIGHBOUR, partsOf } from "./attack.ts";
import { BOMB_MUTATIONS, MUTATIONS, mutate } from "./mutations.ts";
import { createRandom } from "./random.ts";

const root = packageRoot();
const pages = ["spec/pages", "spec/testing/pages"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".md"))
    .map((name): PageSource => ({ name, text: readFileSync(join(root, folder, name), "utf8") })),
);
const attack = createAttack(() => performance.now());
/** Only a watchdog: the script measures. */
const TIMEOUT_MS = 240_000;

describe("the extractor under attack", () => {
  it(
    "stands hundreds of mutations",
    async () => {
      const validator = new Validator();
      const faults: string[] = [];
      for (let seed = 0; seed < 400; seed += 1) {
        const random = createRandom(seed);
        const page = pages[random.below(pages.length)];
        if (!page) continue;
        const { text, names } = mutate(page.text, random);
        const verdict = attack.judge({ name: page.name, text });
        const what = `--seed ${seed} ${page.name} (${names.join(", ")})`;
        faults.push(...verdict.faults.map((fault) => `${what}: ${fault}`));
        const { valid } = await validator.validate(JSON.parse(JSON.stringify(verdict.document)));
        if (!valid) faults.push(`${what}: invalid OpenAPI`);
      }
      expect(faults).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    "stands long lines and deep nesting in every place",
    () => {
      const faults = BOMB_MUTATIONS.filter((_, index) => index % 3 === 0).flatMap((bomb) => {
        const text = bomb.apply(
          NEIGHBOUR.text.replaceAll("quietStreet", "loudStreet").replaceAll("quiet.street", "loud.street"),
          createRandom(1),
        );
        return attack.judge({ name: "loud.md", text }).faults.map((fault) => `${bomb.name}: ${fault}`);
      });
      expect(faults).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe("the attack", () => {
  it("leaves unbroken pages without a fault", () => {
    for (const page of pages) expect(attack.judge(page).faults, page.name).toEqual([]);
  });

  it("breaks a page by every mutation, the same way for the same seed", () => {
    const text = pages[0]?.text ?? "";
    for (const { name, apply } of MUTATIONS) {
      const broken = Array.from({ length: 5 }, (_, seed) => apply(text, createRandom(seed)));
      expect(
        broken.some((result) => result !== text),
        name,
      ).toBe(true);
      expect(apply(text, createRandom(3)), name).toBe(broken[3]);
    }
  });

  it("notices a neighbour whose parts have changed", () => {
    const intruder = {
      name: "a.md",
      text: NEIGHBOUR.text.replace('"houseNumber": 4 }', '"houseNumber": null }'),
    };
    expect(attack.judge(intruder).faults).toContain("the neighbour's parts have changed");
  });

  it("notices what is wrong in a document", () => {
    const { document } = extract([NEIGHBOUR]);
    const [path = ""] = Object.keys(document.paths);
    const item = document.paths[path] ?? {};
    expect(faultsOf(document)).toEqual([]);
    expect(faultsOf({ ...document, paths: { ...document.paths, "/b/{}": item } }).join()).toMatch(
      /stray braces.*twice|twice.*stray|declares/,
    );
    expect(faultsOf({ ...document, components: { ...document.components, schemas: {} } }).join()).toMatch(
      /dangles/,
    );
    expect(Object.keys(partsOf(NEIGHBOUR.name, extract([NEIGHBOUR]))).length).toBeGreaterThan(3);
  });
});
