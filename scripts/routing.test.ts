/** The same request must be the same operation to the extractor, the mock, the proxy and `verify`. Real pages are the judge. */
import { describe, expect, it } from "vitest";
import { recordContracts } from "../contracts/index.ts";
import { createIdBindings } from "../contracts/node/run/id-bindings.ts";
import { withParameters } from "../contracts/pact/request.ts";
import { compileApi } from "../mock/api/index.ts";
import { extract } from "../spec/index.ts";
import { type Match, matchTemplate, operationRouter, operationsById } from "../spec/openapi/index.ts";
import { corpusPages } from "../spec/testing/corpus.ts";

/** Every question about a path that is answered otherwise than the extractor answered it; `asked` counts the questions. */
function disagreements(sample: Parameters<typeof corpusPages>[0]) {
  const { model, document } = extract(corpusPages(sample) ?? []);
  const contracts = recordContracts(model, document);
  const router = operationRouter(operationsById(document).values());
  const api = compileApi(document, contracts);
  const wrong: string[] = [];
  let asked = 0;
  for (const { request, comments } of contracts.flatMap(({ interactions }) => interactions)) {
    const { method, path } = request;
    const { operationId, path: template } = comments.references.openapi;
    const is = (who: string, actual: unknown, expected: unknown = operationId): void => {
      asked += 1;
      if (actual !== expected) wrong.push(`${who}: ${method} ${path} is ${actual}, expected ${expected}`);
    };
    const idOf = (match: Match<{ readonly operationId: string }> | undefined) =>
      match?.target.operationId ?? "";
    is("proxy", idOf(router.find(method, path)));
    is("mock", api.find(method, path)?.target.endpoint(method)?.operationId);
    is("Allow", api.methods(path).includes(method), true);
    if (operationId === "") continue;

    const values = (matchTemplate(template, path) ?? []).filter(({ start }) => start >= 0);
    const given = Object.fromEntries(values.map(({ name }, index) => [name, `given-${index}`]));
    const filled = withParameters(template, path, given);
    const texts = router.find(method, filled)?.values.filter(({ start }) => start >= 0);
    is("--param", texts?.map(({ text }) => text).join(), Object.values(given).join());
    is("--param", idOf(router.find(method, filled)));

    const bindings = createIdBindings(() => false);
    const keys = values.filter(({ start }) => /(?:\/|\('?)$/.test(path.slice(0, start)));
    const [first] = keys;
    if (!first) continue;
    bindings.created(path.slice(0, first.start).replace(/\/$|\('?$/, ""), "made-1");
    is("ids", idOf(router.find(method, bindings.resolve(template, path).path)));
    is("ids", bindings.resolve(template, path).path.includes("made-1"), true);
  }
  return { wrong, asked };
}

describe.skipIf(corpusPages() === undefined)(
  "recorded requests (skipped where the sample pages are not at hand)",
  () => {
    it.each(["corpus", "corpus-more", "corpus-scale"] as const)(
      "of %s are one operation to all",
      (sample) => {
        const { wrong, asked } = disagreements(sample);
        expect(wrong).toEqual([]);
        expect(asked).toBeGreaterThan(500);
      },
    );
  },
);
