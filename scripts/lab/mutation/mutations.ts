/** Ways in which a page breaks: by editors, by translation, by transport, and by ill will. */
import type { Random } from "./random.ts";

export interface Mutation {
  readonly name: string;
  /** The broken page. Lines end in line feeds, but for the mutation that is about line ends. */
  readonly apply: (text: string, random: Random) => string;
}

const FENCES = ["```", "``` http", "```json", "~~~", "    ```", "> ```http", "````"] as const;
const COMMENTS = [
  "<!--",
  "-->",
  "<!-- {",
  "} -->",
  '<!-- { "blockType": "request" } -->',
  "<!---->",
  "<div>",
] as const;
const ODD_CHARACTERS = [
  "\u0000",
  "\ufeff",
  "\u00a0",
  "\u2028",
  "\u200b",
  "\ud800",
  "\ufdd0",
  "\u001b[2J",
  "\t",
] as const;
const WORDS = [
  "GET /things/{id}/{id}",
  "POST https://graph.microsoft.com/beta/me/{x}/(y)/z(a='{b}',c={d})",
  "PATCH /{",
  "DELETE /}/{}/{{}}/{}",
  "GET /a?$filter={b}&c=%zz%",
  "HTTP/1.1 200 OK",
  "HTTP/1.1 999",
  "HTTP/1.1 000 Nothing",
  "HTTP/1.1 204",
  '{"__proto__": 1, "constructor": {"prototype": null}}',
  '{"a": 123456789012345678901234567890}',
  "|__proto__|String|x|",
  "|constructor|[a](../b.md) collection|Possible values are: `a`, `b`.|",
  "|a|b|c|",
  "|:--|:--|:--|",
  "# Example",
  "## HTTP request",
  "## Properties",
  "---",
  "Namespace: __proto__",
  "[a]: <b> 'c'",
] as const;

const BOMB_SIZE = 10_000;
const MEGABYTE = 1024 * 1024;

/** Texts that make careless parsers slow: each is one line, or many that nest. */
const BOMBS: readonly [() => string, ...(() => string)[]] = [
  () => ">".repeat(BOMB_SIZE),
  () => "> ".repeat(BOMB_SIZE),
  () => "[".repeat(BOMB_SIZE),
  () => "![".repeat(BOMB_SIZE),
  () => "[a](".repeat(BOMB_SIZE),
  () => "- ".repeat(BOMB_SIZE),
  () => "1. ".repeat(BOMB_SIZE),
  () => "*a ".repeat(BOMB_SIZE),
  () => "**a_ ".repeat(BOMB_SIZE),
  () => "`".repeat(BOMB_SIZE),
  () => "`a``".repeat(BOMB_SIZE),
  () => "|".repeat(BOMB_SIZE),
  () => `|a|b|\n|--|--|\n|${"*a_b`c[".repeat(BOMB_SIZE)}|x|`,
  () => `|a|b|\n|--|--|\n${"|a\n".repeat(BOMB_SIZE)}`,
  () => `${"|a".repeat(2_000)}|\n${"|-".repeat(2_000)}|\n${"|a|\n".repeat(2_000)}`,
  () => "<!--".repeat(BOMB_SIZE),
  () => "<!--\n".repeat(BOMB_SIZE),
  () => "-->".repeat(BOMB_SIZE),
  () => "<a name=".repeat(BOMB_SIZE),
  () => `<a ${" x".repeat(BOMB_SIZE)}`,
  () => "&quot;".repeat(BOMB_SIZE),
  () => "```\n".repeat(BOMB_SIZE),
  () => "``` http\n".repeat(BOMB_SIZE),
  () => "# ".repeat(BOMB_SIZE),
  () => `#${" ".repeat(BOMB_SIZE)}#`,
  () => "#a\n\n".repeat(BOMB_SIZE),
  () => Array.from({ length: 300 }, (_, index) => `${"  ".repeat(index)}- a`).join("\n"),
  () => Array.from({ length: 300 }, (_, index) => `${"> ".repeat(index)}a`).join("\n"),
  () => "a".repeat(MEGABYTE),
  () => " ".repeat(MEGABYTE),
  () => `${" ".repeat(100_000)}x`,
  () => `\`\`\`http\nGET /${"a/".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nGET /${"{a}/".repeat(2_000)}\n\`\`\``,
  () => `\`\`\`http\nGET /${"{".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nGET /${"(".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nGET /a(${"b={c},".repeat(2_000)})\n\`\`\``,
  () => `\`\`\`http\nGET /a?${"b={c}&".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nGET /${" ".repeat(100_000)}\u00a0x\n\`\`\``,
  () => `\`\`\`http\nGET /${"x ".repeat(100_000)}\n\`\`\``,
  () => `\`\`\`http\n${"GET /things\n".repeat(2_000)}\`\`\``,
  () => `\`\`\`http\n${"HTTP/1.1 200 OK\n".repeat(2_000)}\`\`\``,
  () => `\`\`\`http\nGET /a\n${"a: b\n".repeat(BOMB_SIZE)}\`\`\``,
  () => `\`\`\`http\nGET /a\nx:${" ".repeat(100_000)}y\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n${'{"a":'.repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n${"[".repeat(BOMB_SIZE)}${"]".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n[${"1,,".repeat(BOMB_SIZE)}]\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n{"a": ["${"b,\u00a0\u00a0".repeat(BOMB_SIZE)}\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n{"a": 1,${"\u00a0\n".repeat(BOMB_SIZE)}"b": 2}\n\`\`\``,
  () => `\`\`\`http\nHTTP/1.1 200 OK\n\n{${'"a": 1,'.repeat(BOMB_SIZE)}}\n\`\`\``,
  () =>
    `<!-- {"blockType": "resource", "@odata.type": "microsoft.graph.bomb"} -->\n\`\`\`json\n${'{"a":'.repeat(BOMB_SIZE)}\n\`\`\``,
  () =>
    `<!-- {"blockType": "resource", "@odata.type": "${"a.".repeat(BOMB_SIZE)}b"} -->\n\`\`\`json\n{}\n\`\`\``,
  () => `<!-- ${"{".repeat(BOMB_SIZE)} -->\n\`\`\`json\n{}\n\`\`\``,
  () => `<!-- {"blockType":${" ".repeat(BOMB_SIZE)} -->\n\`\`\`json\n{}\n\`\`\``,
  () => `---\n${"a: [".repeat(BOMB_SIZE)}\n---`,
  () => `---\n${"&a [*a, ".repeat(100)}\n---`,
];

export const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  {
    name: "flip",
    apply: (text, random) => {
      const at = random.below(text.length);
      return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7)))}${text.slice(at + 1)}`;
    },
  },
  { name: "odd-character", apply: (text, random) => insert(text, random, random.pick(ODD_CHARACTERS)) },
  {
    name: "cut-characters",
    apply: (text, random) => {
      const at = random.below(text.length);
      return text.slice(0, at) + text.slice(at + 1 + random.below(40));
    },
  },
  { name: "cut-end", apply: (text, random) => text.slice(0, random.below(text.length)) },
  { name: "cut-start", apply: (text, random) => text.slice(random.below(text.length)) },
  {
    name: "cut-lines",
    apply: (text, random) =>
      onLines(text, (lines) => void lines.splice(random.below(lines.length), 1 + random.below(3))),
  },
  {
    name: "double-lines",
    apply: (text, random) =>
      onLines(text, (lines) => {
        const at = random.below(lines.length);
        lines.splice(at, 0, ...lines.slice(at, at + 1 + random.below(12)));
      }),
  },
  {
    name: "swap-lines",
    apply: (text, random) =>
      onLines(text, (lines) => {
        const [a, b] = [random.below(lines.length), random.below(lines.length)];
        [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
      }),
  },
  {
    name: "move-lines",
    apply: (text, random) =>
      onLines(text, (lines) => {
        const moved = lines.splice(random.below(lines.length), 1 + random.below(10));
        lines.splice(random.below(lines.length), 0, ...moved);
      }),
  },
  { name: "double-page", apply: (text) => `${text}\n${text}` },
  { name: "open-fence", apply: (text, random) => insertLine(text, random, random.pick(FENCES)) },
  { name: "open-comment", apply: (text, random) => insertLine(text, random, random.pick(COMMENTS)) },
  { name: "word", apply: (text, random) => insertLine(text, random, random.pick(WORDS)) },
  {
    name: "indent",
    apply: (text, random) =>
      onLines(text, (lines) => {
        const at = random.below(lines.length);
        const indent = random.pick([" ", "   ", "\t", "    ", "> ", "- ", "        "]);
        for (let line = at; line < Math.min(lines.length, at + 20); line += 1)
          lines[line] = indent + lines[line];
      }),
  },
  {
    name: "punctuation",
    apply: (text, random) => {
      const mark = random.pick(['"', "{", "}", "[", "]", "|", ":", ",", "`", "#", "/", "(", ")", "-->"]);
      const places = text.split(mark);
      const at = random.below(places.length);
      const replacement = random.pick(["", mark + mark, "\n", "&quot;", "\\", "{", "'", "\u201c"]);
      return places.slice(0, at + 1).join(mark) + replacement + places.slice(at + 1).join(mark);
    },
  },
  {
    name: "line-ends",
    apply: (text, random) => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", "\u2028", "\r\n\n"])),
  },
  { name: "byte-order-mark", apply: (text) => `\ufeff${text}` },
  { name: "bomb", apply: (text, random) => insertLine(text, random, random.pick(BOMBS)()) },
];

/** Where a long line may hide: on a line of its own, in a heading, a cell, a list, an annotation, a body, front matter. */
const CONTEXTS: readonly (readonly [string, (bomb: string) => string])[] = [
  ["line", (bomb) => bomb],
  ["heading", (bomb) => `## ${oneLine(bomb)}`],
  ["paragraph", (bomb) => `Required. Possible values are: ${oneLine(bomb)}`],
  [
    "name cell",
    (bomb) => `## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|${oneLine(bomb)}|String|x|`,
  ],
  [
    "type cell",
    (bomb) => `## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|a|${oneLine(bomb)}|x|`,
  ],
  [
    "description cell",
    (bomb) =>
      `## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|a|String|Possible values are: ${oneLine(bomb)}|`,
  ],
  [
    "scope cell",
    (bomb) =>
      `|Permission type|Permissions|\n|:--|:--|\n|Application|${oneLine(bomb)}|\n|Delegated (personal)|a|`,
  ],
  [
    "header cell",
    (bomb) => `## Request headers\n\n|Name|Description|\n|:--|:--|\n|${oneLine(bomb)}|${oneLine(bomb)}|`,
  ],
  [
    "annotation",
    (bomb) =>
      `<!-- { "blockType": "response", "name": ${oneLine(bomb)} -->\n\`\`\`http\nHTTP/1.1 200 OK\n\`\`\``,
  ],
  ["target", (bomb) => `\`\`\`http\nGET /${oneLine(bomb)}\n\`\`\``],
  ["header field", (bomb) => `\`\`\`http\nHTTP/1.1 200 OK\nContent-Type: ${oneLine(bomb)}\n\n{}\n\`\`\``],
  ["body", (bomb) => `\`\`\`http\nHTTP/1.1 200 OK\n\n{ "a": ${oneLine(bomb)}, }\n\`\`\``],
  [
    "representation",
    (bomb) =>
      `<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.bomb" } -->\n\`\`\`json\n{ "a": ${JSON.stringify(bomb)}, "b": ${oneLine(bomb)} }\n\`\`\``,
  ],
];

function oneLine(text: string): string {
  return text.replaceAll("\n", " ").slice(0, MEGABYTE);
}

/** Every bomb in every place. */
export const BOMB_MUTATIONS: readonly Mutation[] = BOMBS.flatMap((bomb, index) =>
  CONTEXTS.map(([place, wrap]) => ({
    name: `bomb ${index}, ${place}`,
    apply: (text: string, random: Random) => insertLine(text, random, wrap(bomb())),
  })),
);

/** One to three mutations, one upon the other. */
export function mutate(
  text: string,
  random: Random,
): { readonly text: string; readonly names: readonly string[] } {
  const names: string[] = [];
  let result = text;
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const mutation = random.pick(MUTATIONS);
    // A page that has grown large already is not doubled again and again.
    if (result.length > 2 * MEGABYTE) break;
    names.push(mutation.name);
    result = mutation.apply(result, random);
  }
  return { text: result, names };
}

function insert(text: string, random: Random, part: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + part + text.slice(at);
}

function insertLine(text: string, random: Random, line: string): string {
  return onLines(text, (lines) => void lines.splice(random.below(lines.length + 1), 0, line));
}

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}
