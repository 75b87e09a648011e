/**
 * Request templates (`POST /users/{id | userPrincipalName}/profile`) to OpenAPI path templates (OpenAPI 3.0.3, "Path Templating"):
 * parameters get unique names of letters and digits, whatever their spelling on the page.
 */

export interface Template {
  /** OpenAPI's spelling, relative to the versioned base: `/users/{idOrUserPrincipalName}/profile`. */
  readonly path: string;
  /** The page's spelling, without method, host and query. */
  readonly documented: string;
  readonly parameters: readonly TemplateParameter[];
  readonly query: readonly TemplateQuery[];
  readonly host?: string;
  readonly version?: string;
  /** Repairs and doubts, in kebab case. */
  readonly problems: readonly TemplateProblem[];
}

export interface TemplateParameter {
  readonly name: string;
  /** Between the braces, as written; of a function's literal argument its name. */
  readonly documented: string;
  /** A value that the template itself shows, where it shows one instead of a placeholder. */
  readonly example?: string;
}

export interface TemplateQuery {
  readonly name: string;
  /** As written; empty where the name stands alone. */
  readonly value: string;
}

export type TemplateProblem =
  | "brace-missing"
  | "slash-missing"
  | "parameter-repeated"
  | "concrete-identifier"
  | "slash-trailing";

/** Why a line is no template: nothing that OpenAPI can say. */
export type Rejection = "ellipsis-path" | "generator-placeholder" | "no-path" | "template-too-long";

const VERSION = /^(?:beta|v\d+(?:\.\d+)?)$/i;

export interface Target {
  readonly host?: string;
  readonly version?: string;
  /** Starts with a slash. */
  readonly path: string;
  /** Without the question mark. */
  readonly query?: string;
}

/** Takes host, version and query off a request target. */
export function splitTarget(target: string): Target {
  const absolute = /^https?:\/\/([^/?\s]*)(.*)$/is.exec(target);
  const host = absolute?.[1];
  const rest = absolute ? (absolute[2] ?? "") : target;
  const queryStart = outsideBrackets(rest, "?");
  const rawPath = (queryStart < 0 ? rest : rest.slice(0, queryStart)).trim();
  const query = queryStart < 0 ? undefined : rest.slice(queryStart + 1).trim();
  const [, first = "", ...others] = (rawPath.startsWith("/") ? rawPath : `/${rawPath}`).split("/");
  const version = VERSION.test(first) ? first.toLowerCase() : undefined;
  const path = version ? `/${others.join("/")}` : `/${[first, ...others].join("/")}`;
  return {
    path,
    ...(host === undefined ? {} : { host: host.toLowerCase() }),
    ...(version ? { version } : {}),
    ...(query ? { query } : {}),
  };
}

/** Index of a mark outside braces, angle brackets and quotes; -1 where there is none. */
function outsideBrackets(text: string, mark: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "{") depth += 1;
    else if (character === "}") depth = Math.max(0, depth - 1);
    else if (character === mark && depth === 0) return index;
  }
  // A brace that is never closed hides the mark; take the first one then.
  return depth > 0 ? text.indexOf(mark) : -1;
}

/** Servers commonly take no longer path (RFC 9110, section 4.1, asks for 8,000 octets at least). */
const LONGEST_TEMPLATE = 8192;

export function parseTemplate(target: string): Template | Rejection {
  if (target.length > LONGEST_TEMPLATE) return "template-too-long";
  const cleaned = target.replaceAll("&lt;", "<").replaceAll("&gt;", ">").trim();
  if (/\*\*|\bURI for\b|^(?:not found|unable)/i.test(cleaned)) return "generator-placeholder";
  const { path, host, version, query } = splitTarget(cleaned);
  if (path === "/" && !host) return "no-path";
  if (/(?:^|\/)(?:\.{3,}|…)(?:\/|$)/.test(path) || /\/\.\.\.|\.\.\.\//.test(path)) return "ellipsis-path";
  const builder = new PathBuilder();
  const problems = new Set<TemplateProblem>();
  if (!host && !cleaned.startsWith("/")) problems.add("slash-missing");
  if (path.length > 1 && path.endsWith("/")) problems.add("slash-trailing");
  const repaired = repairBraces(path.replace(/\/+$/, ""));
  if (repaired.changed) problems.add("brace-missing");
  const segments = splitOutside(repaired.text, "/")
    .slice(1)
    .filter((segment) => segment.trim() !== "");
  const built = segments.map((segment) => builder.segment(segment.trim()));
  const literals = built.map((segment) => segment.replace(/\{[A-Za-z][A-Za-z0-9]*\}/g, ""));
  // Brackets that cross each other, or words with spaces between them: prose, whatever it starts with.
  if (literals.some((text) => /[\s{}?#]/.test(text))) return "generator-placeholder";
  if (builder.repeated) problems.add("parameter-repeated");
  if (segments.some(isConcrete)) problems.add("concrete-identifier");
  return {
    path: `/${built.join("/")}`,
    documented: path,
    parameters: builder.parameters,
    query: query ? splitQuery(query) : [],
    problems: [...problems],
    ...(host ? { host } : {}),
    ...(version ? { version } : {}),
  };
}

/**
 * `{{x}}` and `<x>` become `{x}`; a brace that its own segment never closes is closed, one that nothing opens opens at the start of its
 * word, and one within another falls away.
 */
function repairBraces(path: string): { text: string; changed: boolean } {
  const plain = path.replace(/\{\{([^{}]*)\}\}/g, "{$1}").replace(/<([^<>/]*)>/g, "{$1}");
  let text = "";
  let open = false;
  let changed = false;
  for (let index = 0; index < plain.length; index += 1) {
    const character = plain[index] ?? "";
    if (character === "{" && open) {
      changed = true;
      continue;
    }
    if (character === "}" && !open) {
      const word = /[\w-]*$/.exec(text.slice(-LONGEST_WORD))?.[0] ?? "";
      changed = true;
      if (word === "") continue;
      text = `${text.slice(0, text.length - word.length)}{${word}`;
    }
    if (character === "{") open = true;
    if (character === "}") open = false;
    if (/[/'),]/.test(character) && open && !closesBeforeOpening(plain, index)) {
      text += "}";
      open = false;
      changed = true;
    }
    text += character;
  }
  return open ? { text: `${text}}`, changed: true } : { text, changed };
}

const LONGEST_WORD = 100;

function closesBeforeOpening(text: string, from: number): boolean {
  const close = text.indexOf("}", from);
  const open = text.indexOf("{", from);
  return close >= 0 && (open < 0 || close < open);
}

/** Splits at a mark outside braces, parentheses and quotes. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "{" || character === "(") depth += 1;
    else if (character === "}" || character === ")") depth = Math.max(0, depth - 1);
    else if (character === mark && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** A GUID, a long token or an address left in a template. */
function isConcrete(segment: string): boolean {
  const literal = segment.replace(/\{[^}]*\}|\([^)]*\)/g, "");
  return (
    /[0-9a-f]{8}-[0-9a-f]{4}-|@|\.(?:com|org|net)\b/i.test(literal) ||
    (/^[\w!=-]{20,}$/.test(literal) && /\d/.test(literal) && /[A-Z]/.test(literal))
  );
}

function splitQuery(query: string): TemplateQuery[] {
  return splitOutside(query, "&")
    .map((part) => {
      const equals = part.indexOf("=");
      return equals < 0
        ? { name: part.trim(), value: "" }
        : { name: part.slice(0, equals).trim(), value: part.slice(equals + 1).trim() };
    })
    .filter(({ name }) => /^[$@\w.-]+$/.test(name));
}

class PathBuilder {
  readonly parameters: TemplateParameter[] = [];
  repeated = false;
  /** Every name given, with the last number that it was given with. */
  private readonly names = new Map<string, number>();

  segment(segment: string): string {
    // A whole segment in parentheses is a placeholder; after a name they hold a key or the arguments of a function.
    const bare = /^\(([\w -]+)\)$/.exec(segment);
    if (bare) return this.parameter(bare[1] ?? "");
    const call = /^([^({]+)\((.*)\)([^)]*)$/s.exec(segment);
    if (!call) return this.placeholders(segment);
    const parts = splitOutside(call[2] ?? "", ",").map((part) => this.argument(part.trim()));
    return `${call[1]}(${parts.filter((part) => part !== "").join(",")})${this.placeholders(call[3] ?? "")}`;
  }

  private placeholders(text: string): string {
    return text.replace(/\{([^{}]*)\}/g, (_, inner: string) => this.parameter(inner));
  }

  /** `name='{x}'` keeps its quotes; a literal value (`name='2017-01-01'`) becomes a parameter named after the argument. */
  private argument(text: string): string {
    const equals = text.indexOf("=");
    if (equals < 0 || text.slice(0, equals).includes("{")) return this.placeholders(text);
    const name = text.slice(0, equals).trim();
    const value = text.slice(equals + 1).trim();
    if (/[{}]/.test(value)) return `${name}=${this.placeholders(value)}`;
    const quoted = /^(['"‘’])(.*)(['"‘’])$/s.exec(value);
    const example = quoted ? (quoted[2] ?? "") : value;
    const parameter = this.parameter(name, example);
    return quoted ? `${name}='${parameter}'` : `${name}=${parameter}`;
  }

  private parameter(documented: string, example?: string): string {
    const wanted = parameterName(documented) || `parameter${this.parameters.length + 1}`;
    let name = wanted;
    for (let count = (this.names.get(wanted) ?? 1) + 1; this.names.has(name); count += 1) {
      name = `${wanted}${count}`;
      this.names.set(wanted, count);
      this.repeated = true;
    }
    this.names.set(name, this.names.get(name) ?? 1);
    this.parameters.push({
      name,
      documented: documented.trim(),
      ...(example === undefined ? {} : { example }),
    });
    return `{${name}}`;
  }
}

/** `user-id` to `userId`, `id | userPrincipalName` to `idOrUserPrincipalName`; letters of other alphabets lose their accents or fall away. */
export function parameterName(documented: string): string {
  const alternatives = documented
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/\||\bor\b|\/|,/)
    .map((alternative) =>
      alternative
        .split(/[^A-Za-z0-9]+/)
        .filter((word) => word !== "")
        .map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word)))
        .join(""),
    )
    .filter((alternative) => alternative !== "");
  const name = alternatives
    .map((alternative, index) => (index === 0 ? alternative : upperFirst(alternative)))
    .join("Or");
  return /^\d/.test(name) ? `p${name}` : name;
}

function lowerFirst(word: string): string {
  // `ID` and `URL` read better whole.
  return /^[A-Z]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}

export function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
