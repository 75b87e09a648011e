import type { Severity } from "../severity.ts";

/** What a kind of diagnostic is about: read by `explain`, the SARIF report and the page of rules. */
export interface Rule {
  /** A line without a full stop: "JSON body without a Content-Type". */
  readonly title: string;
  /** Unless the place says otherwise. */
  readonly severity: Severity;
  /** Why it matters, in a sentence or two. */
  readonly meaning: string;
  /** What the author of the page can do. */
  readonly mend: string;
  /** How it looks on a page, wrong and right. */
  readonly wrong: string;
  readonly right: string;
  /** The specification or guide that the rule rests on. */
  readonly url: string;
}

export type Rules = Readonly<Record<string, Rule>>;

/** The documents that rules rest on. */
export const SOURCE = {
  annotations: "https://github.com/OneDrive/apidoctor#readme",
  fences: "https://spec.commonmark.org/0.31.2/#fenced-code-blocks",
  headings: "https://spec.commonmark.org/0.31.2/#atx-headings",
  html: "https://spec.commonmark.org/0.31.2/#html-blocks",
  tables: "https://github.github.com/gfm/#tables-extension-",
  yaml: "https://yaml.org/spec/1.2.2/",
  json: "https://www.rfc-editor.org/rfc/rfc8259",
  message: "https://www.rfc-editor.org/rfc/rfc9112#section-2.1",
  fields: "https://www.rfc-editor.org/rfc/rfc9110#section-5",
  contentType: "https://www.rfc-editor.org/rfc/rfc9110#section-8.3",
  contentLength: "https://www.rfc-editor.org/rfc/rfc9110#section-8.6",
  methods: "https://www.rfc-editor.org/rfc/rfc9110#section-9",
  status: "https://www.rfc-editor.org/rfc/rfc9110#section-15",
  templates: "https://www.rfc-editor.org/rfc/rfc6570",
  parameters: "https://spec.openapis.org/oas/v3.0.3#parameter-object",
  schema: "https://spec.openapis.org/oas/v3.0.3#schema-object",
  permissions: "https://learn.microsoft.com/en-us/graph/permissions-overview",
} as const;
