/** What each code block of a page is: request templates, half of an exchange, something its author ignores, or none of these. */
import { type CodeBlock, isRequestLine, type Message, type Page, readMessages } from "../page/index.ts";
import type { Report } from "./report.ts";
import type { PlacedBlock, SectionKind } from "./section.ts";

export interface HttpBlock {
  readonly code: CodeBlock;
  readonly section: SectionKind;
  readonly heading: string;
  readonly blockType: string;
  readonly messages: readonly Message[];
  /** Every line of it is a request line. */
  readonly requestLines: readonly RequestLine[];
  role: "template" | "example" | "ignored" | "unused";
  /** An example that is its page's request template as well. */
  documents: boolean;
}

export interface RequestLine {
  readonly method: string;
  readonly target: string;
  /** Of the page, from 1. */
  readonly line: number;
}

/** Languages of fences that never hold an HTTP message. */
const OTHER_LANGUAGES =
  /^(?:c#|csharp|javascript|js|typescript|java|objc|objective-c|php|go|python|powershell|bash|shell|sql|xml|html|yaml|kusto|graphql|swift|cli|azurecli)$/;

export function readHttpBlocks(page: Page, placed: readonly PlacedBlock[], report: Report): HttpBlock[] {
  const blocks: HttpBlock[] = [];
  for (const { block, section, heading } of placed) {
    if (block.kind !== "code" || OTHER_LANGUAGES.test(block.language)) continue;
    const said = String(block.annotation?.value.blockType ?? "").toLowerCase();
    const lines = requestLines(block);
    const messages = readMessages(block.text);
    const blockType = said === "" ? impliedType(block, messages[0]) : said;
    if (messages.length === 0 && lines.length === 0) {
      reportNoMessage(block, blockType, report);
      continue;
    }
    if (block.annotation && said === "") {
      report(
        "block-type-missing",
        "warning",
        block.annotation.line,
        "the annotation has no 'blockType', so it does not say what the block is",
        { action: "its content determines the type" },
      );
    }
    blocks.push({
      code: block,
      section,
      heading,
      blockType,
      messages,
      requestLines: lines,
      role: "unused",
      documents: false,
    });
  }
  assignRoles(page, placed, blocks, report);
  return blocks;
}

/** Translation loses members of annotations; what is left still says that somebody annotated the message. */
function impliedType(code: CodeBlock, message: Message | undefined): string {
  const value = code.annotation?.value ?? {};
  const members = ["truncated", "@odata.type", "@type", "isCollection", "isEmpty"];
  if (message?.kind === "response")
    return members.some((name) => Object.hasOwn(value, name)) ? "response" : "";
  return message?.kind === "request" && Object.hasOwn(value, "name") ? "request" : "";
}

function reportNoMessage(code: CodeBlock, blockType: string, report: Report): void {
  const expected =
    blockType === "request" ? "a request line" : blockType.includes("response") ? "a status line" : undefined;
  if (expected) {
    report(
      "message-unreadable",
      "error",
      code.line,
      `the block is annotated as ${blockType}, but does not contain ${expected}`,
      { action: "no exchange is recorded" },
    );
  } else if (
    /^http$|^msgraph-interactive$/.test(code.language) &&
    blockType !== "ignored" &&
    blockType !== "resource"
  ) {
    report(
      "message-unreadable",
      "warning",
      code.line,
      "the HTTP block contains neither a request line nor a status line",
      { action: "the block is left out" },
    );
  }
}

/** The block's lines where all of them, but connecting words, are request lines without header and body. */
function requestLines(code: CodeBlock): RequestLine[] {
  const found: RequestLine[] = [];
  let others = 0;
  for (const [index, line] of code.text.split("\n").entries()) {
    const text = line.trim();
    if (text === "" || /^(?:or|and|ou|oder|#.*|\/\/.*)$/i.test(text)) continue;
    if (!isRequestLine(text)) {
      // A query may go on over several lines; a word or a header among many request lines is skipped.
      others += 1;
      continue;
    }
    const [message] = readMessages(text);
    if (message?.kind === "request")
      found.push({ method: message.method, target: message.target, line: code.line + 1 + index });
  }
  if (found.length === 0 || (others > 0 && (found.length === 1 || others >= found.length))) return [];
  return found;
}

const isAbsolute = (target: string): boolean => /^https?:\/\//i.test(target);

function assignRoles(
  page: Page,
  placed: readonly PlacedBlock[],
  blocks: readonly HttpBlock[],
  report: Report,
): void {
  const isApiPage =
    placed.some(({ section }) => section === "request" || section === "permissions") ||
    blocks.some(({ blockType }) => blockType === "request");
  const firstExample = blocks.findIndex((block) => isExampleAnchor(block));
  for (const [index, block] of blocks.entries()) {
    const before = firstExample < 0 || index < firstExample;
    if (block.blockType === "samples") block.role = "template";
    else if (block.requestLines.length > 0 && isTemplateBlock(block, before && isApiPage, blocks[index + 1]))
      block.role = "template";
    else if (block.blockType === "ignored") block.role = "ignored";
    else if (block.messages.length > 0 && isExampleBlock(block)) block.role = "example";
  }
  // On some pages the annotated request of the HTTP section is the template as well.
  const hasTemplate = blocks.some(({ role }) => role === "template");
  for (const block of blocks) {
    const [first] = block.messages;
    if (block.role !== "example" || block.blockType !== "request" || first?.kind !== "request") continue;
    block.documents = block.section === "request" || (!hasTemplate && !isAbsolute(first.target));
  }
  for (const block of blocks) {
    if (block.role !== "unused" || !block.requestLines.length) continue;
    report(
      "request-outside-operation",
      "info",
      block.code.line,
      hasTemplate
        ? "a request line stands outside the HTTP request section and has no annotation"
        : `a request line stands on a page that documents no operation (${page.frontMatter.values.doc_type?.value ?? "no doc_type"})`,
      {
        action: "the block is left out",
      },
    );
  }
}

/** From here on the page shows examples. */
function isExampleAnchor(block: HttpBlock): boolean {
  if (block.section === "request") return false;
  const first = block.messages[0];
  if (first?.kind === "response") return true;
  return (
    block.blockType === "request" ||
    (first?.kind === "request" && isAbsolute(first.target) && block.requestLines.length <= 1)
  );
}

function isTemplateBlock(block: HttpBlock, beforeExamples: boolean, next: HttpBlock | undefined): boolean {
  const several = block.requestLines.length > 1;
  const relative = block.requestLines.every(({ target }) => !isAbsolute(target));
  if (block.blockType === "request" || block.blockType.includes("response")) return false;
  const answered = next?.messages[0]?.kind === "response" && block.blockType !== "ignored";
  if (block.section === "request") return several || relative || !answered;
  if (block.section === "examples" || block.section === "response") return false;
  return beforeExamples && (relative || several) && !(answered && !several && !relative);
}

function isExampleBlock(block: HttpBlock): boolean {
  if (block.blockType === "request" || block.blockType.includes("response")) return true;
  // A bare fence with one message may be half of an inferred pair.
  return block.blockType !== "resource" && block.requestLines.length <= 1;
}
