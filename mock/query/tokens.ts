/** The tokens of `$filter`, `$search` and their like (OData ABNF 4.01): literals, names, and marks. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "literal" | "mark" | "end";
  readonly text: string;
  readonly at: number;
}

/** What is wrong with an expression, in words for the client. */
export class ExpressionFault extends Error {}

/**
 * In the order in which they are tried: a date or a GUID begins like a number, and a GUID may begin like a name. Text in a prefix
 * (`microsoft.graph.riskLevel'medium'`, `duration'PT1H'`) is one token.
 */
const KINDS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /(?:[A-Za-z_][\w.]*)?'(?:[^']|'')*'/y],
  ["literal", /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])/y],
  ["literal", /-?\d{4,}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-])/iy],
  ["literal", /\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?![\w:])/y],
  ["number", /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[dfml]?(?!\w)/iy],
  ["name", /[A-Za-z_@$\u0080-\uFFFF][\w@.\-\u0080-\uFFFF]*/y],
  ["mark", /[(),/:*]/y],
];
const SPACE = /[ \t\r\n]*/y;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (!token) throw new ExpressionFault(faultAt(text, at));
    tokens.push(token);
    at = skipSpace(text, at + token.text.length);
  }
  return tokens;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found) return { kind, text: found, at };
  }
  return undefined;
}

function faultAt(text: string, at: number): string {
  return text[at] === "'"
    ? `There is an unterminated string literal at position ${text.length} in '${text}'.`
    : `Syntax error at position ${at} in '${text}'.`;
}

export interface TokenReader {
  peek(): Token;
  next(): Token;
  /** Takes the token if it is this word or mark, in any case. */
  accept(word: string): boolean;
  expect(word: string): void;
  fail(): never;
}

export function createTokenReader(text: string): TokenReader {
  const tokens = tokenize(text);
  const end: Token = { kind: "end", text: "", at: text.length };
  let index = 0;
  const peek = (): Token => tokens[index] ?? end;
  const fail = (): never => {
    throw new ExpressionFault(`Syntax error at position ${peek().at} in '${text}'.`);
  };
  const accept = (word: string): boolean => {
    const token = peek();
    if ((token.kind !== "name" && token.kind !== "mark") || token.text.toLowerCase() !== word) return false;
    index += 1;
    return true;
  };
  return {
    peek,
    next: () => {
      const token = peek();
      if (token.kind === "end") fail();
      index += 1;
      return token;
    },
    accept,
    expect: (word) => void (accept(word) || fail()),
    fail,
  };
}
