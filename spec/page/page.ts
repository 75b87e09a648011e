/**
 * A documentation page as structure: what stands where, without any meaning of the API. Lines count from 1, in the page as stored.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { JsonObject } from "../json.ts";

export interface Page {
  readonly name: string;
  readonly frontMatter: FrontMatter;
  readonly blocks: readonly Block[];
  /** What was wrong with the page's form: unreadable annotations, unclosed fences and the like. */
  readonly diagnostics: readonly Diagnostic[];
  /** Turns a cell or a line of prose into plain text and its links; knows the page's link definitions. */
  readonly inline: (raw: string) => Inline;
}

export type Block = Heading | Paragraph | Table | CodeBlock | Directive;

export interface Heading {
  readonly kind: "heading";
  readonly line: number;
  readonly level: number;
  /** Plain text. */
  readonly text: string;
  /** The `<a name="…">` that translated pages keep in English. */
  readonly anchor?: string;
  /** A tab of a tab group (`# [HTTP](#tab/http)`): no section of its own. */
  readonly tab?: string;
}

export interface Paragraph {
  readonly kind: "paragraph";
  readonly line: number;
  /** Markdown as written, its lines joined by line feeds. */
  readonly raw: string;
}

export interface Table {
  readonly kind: "table";
  readonly line: number;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** `{"blockType": "permissions"}` above the table, or above the include that holds it. */
  readonly annotation?: Annotation;
  /** The include file that the table and its lines are of, where it is not the page's own. */
  readonly file?: string;
}

export interface TableRow {
  readonly line: number;
  /** Markdown as written; as many as the header has. */
  readonly cells: readonly string[];
}

export interface CodeBlock {
  readonly kind: "code";
  /** Of the opening fence. The content starts on the next line. */
  readonly line: number;
  /** Lower case; empty where the fence names none. */
  readonly language: string;
  readonly text: string;
  readonly annotation?: Annotation;
}

/** A comment whose JSON describes the next code block. */
export interface Annotation {
  readonly line: number;
  readonly value: JsonObject;
}

/** An annotation that no code block follows. */
export interface Directive {
  readonly kind: "directive";
  readonly line: number;
  readonly value: JsonObject;
}

export interface FrontMatter {
  readonly values: Readonly<Record<string, FrontMatterValue>>;
}

export interface FrontMatterValue {
  readonly line: number;
  readonly value: string;
}

export interface Inline {
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly code: readonly string[];
}
