/**
 * OpenAPI Link Objects (section 4.7.20): what an operation creates is what others read, change, delete and nest below. A tool that tests a
 * service by its states can follow them without guessing.
 */

import type { Link, Operation, PathItem, ResponseObject, Schema } from "../openapi/document.ts";
import { parameterNames, pathKey } from "../openapi/routing/template.ts";

/** The paths with a link from each create to the operations on the created object and to the collections below it. */
export function withLinks(
  paths: Readonly<Record<string, PathItem>>,
  schemas: Readonly<Record<string, Schema>>,
): Record<string, PathItem> {
  const below = objectsByCollection(paths);
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const { post } = item;
      const created = post?.responses["201"];
      const targets = below.get(pathKey(path));
      if (!post || !created || !targets) return [path, item];
      const links = linksOf(path, targets, keyOf(created, schemas));
      const responses = { ...post.responses, "201": { ...created, links } satisfies ResponseObject };
      return [path, { ...item, post: { ...post, responses } satisfies Operation }];
    }),
  );
}

interface Target {
  readonly path: string;
  readonly operation: Operation;
}

/** Operations on one object of a collection, and on the collections right below it, by the collection. */
function objectsByCollection(
  paths: Readonly<Record<string, PathItem>>,
): ReadonlyMap<string, readonly Target[]> {
  const found = new Map<string, Target[]>();
  for (const [path, item] of Object.entries(paths)) {
    const match = /^(.*)\/\{[^{}]+\}(?:\/[^{}()/$]+)?$/.exec(path);
    if (!match?.[1]) continue;
    const key = pathKey(match[1]);
    const targets = found.get(key) ?? [];
    for (const method of ["get", "patch", "put", "delete", "post"] as const) {
      const operation = item[method];
      if (operation) targets.push({ path, operation });
    }
    found.set(key, targets);
  }
  return found;
}

/** The parameters of the create are passed on by their place in the path; the next one is the id of what was created. */
function linksOf(path: string, targets: readonly Target[], key: string): Record<string, Link> {
  const given = parameterNames(path);
  return Object.fromEntries(
    targets.map(({ path: to, operation: { operationId } }) => {
      const names = parameterNames(to);
      const parameters = names.map((name, index) => [
        name,
        index < given.length ? `$request.path.${given[index]}` : `$response.body#/${key}`,
      ]);
      return [operationId, { operationId, parameters: Object.fromEntries(parameters) }];
    }),
  );
}

/** The property that tells objects apart: the annotated one of the answer's type or of one that it inherits from. */
function keyOf({ content }: ResponseObject, schemas: Readonly<Record<string, Schema>>): string {
  const seen = new Set<Schema>();
  const visit = (schema: Schema | undefined): string | undefined => {
    if (!schema || seen.has(schema)) return undefined;
    seen.add(schema);
    const own = schema["x-key-property"];
    if (own !== undefined) return own;
    const name = schema.$ref?.replace("#/components/schemas/", "");
    for (const part of [name === undefined ? undefined : schemas[name], ...(schema.allOf ?? [])]) {
      const key = visit(part);
      if (key !== undefined) return key;
    }
    return undefined;
  };
  const [media] = Object.values(content ?? {});
  // A key goes into a JSON Pointer (RFC 6901, section 3).
  return (visit(media?.schema) ?? "id").replaceAll("~", "~0").replaceAll("/", "~1");
}
