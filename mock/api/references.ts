/** Descriptions of other makers keep bodies, answers and examples among their components (OpenAPI 3.0.3, section 4.7.23). */
import type { OpenApiDocument, Operation } from "../../spec/openapi/index.ts";
import { isObject } from "../store/json.ts";

/** A reference may lead to another; one that leads round in a circle leads nowhere. */
const LONGEST_CHAIN = 8;

/** The operation with everything in place but its schemas, which refer to each other. */
export function resolveOperation(operation: Operation, document: OpenApiDocument): Operation {
  const target = (value: unknown): unknown => follow(value, document);
  const media = (content: unknown): unknown =>
    mapMembers(content, (type) => (isObject(type) ? { ...type, ...resolvedExamples(type.examples) } : type));
  const resolvedExamples = (examples: unknown): object => {
    if (!isObject(examples)) return {};
    // An example that is kept elsewhere (`externalValue`), or nowhere, is none.
    const found = Object.entries(mapMembers(examples, target) as object).filter(
      ([, example]) => isObject(example) && example.value !== undefined,
    );
    return { examples: Object.fromEntries(found) };
  };
  const withMedia = (value: unknown): unknown => {
    const found = target(value);
    return isObject(found) && isObject(found.content) ? { ...found, content: media(found.content) } : found;
  };
  const { requestBody, responses, ...rest } = operation;
  const body = requestBody && withMedia(requestBody);
  return {
    ...rest,
    ...(body ? { requestBody: body } : {}),
    responses: mapMembers(responses ?? {}, withMedia),
  } as Operation;
}

function mapMembers(value: unknown, change: (member: unknown) => unknown): unknown {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).map(([name, member]) => [name, change(member)] as const);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

/** Undefined where the reference leads nowhere. */
function follow(value: unknown, document: OpenApiDocument): unknown {
  let at = value;
  for (let step = 0; isObject(at) && typeof at.$ref === "string"; step += 1) {
    if (step === LONGEST_CHAIN || !at.$ref.startsWith("#/")) return undefined;
    at = pointer(document, at.$ref.slice(2));
  }
  return at;
}

/** JSON Pointer (RFC 6901) as a URI fragment. */
function pointer(document: object, path: string): unknown {
  return path.split("/").reduce<unknown>((at, part) => {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    return isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }, document);
}
