/** Path templates (OpenAPI 3.0.3, "Path Templating") as a row of segments. */
import { readCall, segmentEnd } from "./call.ts";
import { decodeText } from "./escapes.ts";

export type Segment =
  | { readonly kind: "literal"; readonly key: string; readonly text: string }
  | { readonly kind: "parameter"; readonly key: string; readonly text: string }
  /**
   * A path after a colon, `root:/{itemPath}:/children`, `root:/{parentPath}/{filename}:/content`: its first parameter may hold slashes. It ends at the
   * first segment that ends with a colon, or at the end of the template.
   */
  | {
      readonly kind: "spanning";
      readonly key: string;
      readonly text: string;
      readonly colon: boolean;
      readonly parameters: number;
    }
  /** Parameters between literal pieces: `{hostname}:`, `{id}.json`. */
  | { readonly kind: "mixed"; readonly key: string; readonly text: string; readonly pieces: Pieces }
  /** A function with its arguments: `delta(token='{token}')`. */
  | {
      readonly kind: "call";
      readonly key: string;
      readonly text: string;
      readonly name: string;
      readonly arguments: readonly ArgumentTemplate[];
    };

/** Literal pieces in lower case with a parameter between each two. */
export type Pieces = readonly string[];

export interface ArgumentTemplate {
  readonly name: string | undefined;
  readonly pieces: Pieces;
}

export interface PathTemplate {
  /** A key in parentheses is a segment of its own: `things('{id}')` is `things/{id}` (OData 4.01 URL conventions, 4.3.6). */
  readonly segments: readonly Segment[];
  /** The parameters in their order. */
  readonly parameters: readonly TemplateParameter[];
}

export interface TemplateParameter {
  readonly name: string;
  /** Whether its value may hold slashes. */
  readonly spans: boolean;
}

const PARAMETER = /\{([^{}]+)\}/g;

export function parameterNames(template: string): readonly string[] {
  return [...template.matchAll(PARAMETER)].map((match) => match[1] ?? "");
}

/** What two spellings of one path have in common: parameters without names, literals in lower case, keys as segments. */
export function pathKey(template: string): string {
  return `/${readTemplate(template)
    .segments.map(({ key }) => key)
    .join("/")}`;
}

/** The template's segments as they are written, with a key in parentheses made a segment of its own. */
export function segmentsOf(template: string): readonly string[] {
  return readTemplate(template).segments.map(({ text }) => text);
}

/** Reads a template. A query, which some descriptions put there, is no part of its path. */
export function readTemplate(template: string): PathTemplate {
  const path = template.split("?")[0] ?? "";
  const segments: Segment[] = [];
  for (let start = path.startsWith("/") ? 1 : 0; start < path.length; ) {
    const spanning = spanningSegment(path, start, segments.at(-1));
    const end = spanning ? start + spanning.text.length : segmentEnd(path, start);
    segments.push(...(spanning ? [spanning] : readSegment(path.slice(start, end))));
    start = end + 1;
  }
  const parameters = segments.flatMap(({ kind, text }) =>
    parameterNames(text).map((name, index) => ({ name, spans: kind === "spanning" && index === 0 })),
  );
  return { segments, parameters };
}

/** Parameters after an opening colon that go up to a closing one or to the end. */
function spanningSegment(
  path: string,
  start: number,
  previous: Segment | undefined,
): Extract<Segment, { kind: "spanning" }> | undefined {
  if (!previous?.text.endsWith(":") || previous.kind === "spanning") return undefined;
  const text = /^(?:\{[^{}]+\}\/)*\{[^{}]+\}:?(?=\/|$)/.exec(path.slice(start))?.[0];
  if (text === undefined || (!text.endsWith(":") && start + text.length < path.length)) return undefined;
  const pieces = piecesOf(text);
  const colon = text.endsWith(":");
  return { kind: "spanning", key: pieces.join("{}"), text, colon, parameters: pieces.length - 1 };
}

function readSegment(text: string): readonly Segment[] {
  const call = readCall(text, 0, text.length);
  if (!call) return [plainSegment(text)];
  const name = text.slice(0, text.indexOf("(")).trim();
  const [first, second] = call.arguments;
  if (!first) return [plainSegment(name)];
  if (!second && first.name === undefined)
    return [plainSegment(name), plainSegment(text.slice(first.start, first.end))];
  const written = call.arguments.map(({ name: of, start, end }) => ({
    name: of,
    pieces: piecesOf(text.slice(start, end)),
  }));
  const inside = written.map(
    (one) => `${one.name === undefined ? "" : `${one.name}=`}${one.pieces.join("{}")}`,
  );
  return [
    { kind: "call", key: `${call.name}(${inside.join(",")})`, text, name: call.name, arguments: written },
  ];
}

function plainSegment(text: string): Segment {
  const pieces = piecesOf(text);
  const key = pieces.join("{}");
  if (pieces.length === 1) return { kind: "literal", key, text };
  if (key === "{}") return { kind: "parameter", key, text };
  return { kind: "mixed", key, text, pieces };
}

function piecesOf(text: string): Pieces {
  return text.split(/\{[^{}]+\}/).map((piece) => decodeText(piece).toLowerCase());
}
