/** Inline Markdown to plain text, links and code spans. */
import type { MarkdownIt } from "markdown-it";
import type { Inline } from "./page.ts";

const MARKUP = /[*_`\\&<[\]!]/;

export function createInlineReader(
  parser: MarkdownIt,
  environment: Record<string, unknown>,
): (raw: string) => Inline {
  return (raw) => {
    const trimmed = raw.trim();
    if (!MARKUP.test(trimmed)) return { text: singleSpaced(trimmed), links: [], code: [] };
    return readInline(parser, trimmed, environment);
  };
}

function readInline(parser: MarkdownIt, raw: string, environment: Record<string, unknown>): Inline {
  const links: { text: string; href: string }[] = [];
  const code: string[] = [];
  let text = "";
  let link: { start: number; href: string } | undefined;
  for (const token of parser.parseInline(raw, environment)[0]?.children ?? []) {
    switch (token.type) {
      case "text":
      case "text_special":
        text += token.content;
        break;
      case "code_inline":
        text += token.content;
        code.push(token.content);
        break;
      case "softbreak":
      case "hardbreak":
        text += " ";
        break;
      case "html_inline":
        if (/^<br/i.test(token.content)) text += " ";
        break;
      case "link_open":
        link = { start: text.length, href: String(token.attrGet("href") ?? "") };
        break;
      case "link_close":
        if (link) links.push({ text: text.slice(link.start).trim(), href: link.href });
        link = undefined;
        break;
    }
  }
  return { text: singleSpaced(text).trim(), links, code };
}

/** Runs of white space mean one space (HTML), and patterns that look for it backwards need not fear a long run. */
function singleSpaced(text: string): string {
  return text.replace(/\s+/g, " ");
}
