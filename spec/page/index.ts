export { words } from "./annotation.ts";
export type { Field, Message, MessageBody, RequestMessage, ResponseMessage } from "./http-message.ts";
export { fieldValue, isRequestLine, isStatusLine, readMessages } from "./http-message.ts";
export type { IncludeSource } from "./include.ts";
export { DEEPEST_INCLUDE, tableIncludes } from "./include.ts";
export type { JsonProblem, JsonText } from "./json-text.ts";
export { memberLines, readJsonText } from "./json-text.ts";
export type {
  Annotation,
  Block,
  CodeBlock,
  Directive,
  Heading,
  Inline,
  Page,
  Paragraph,
  Table,
  TableRow,
} from "./page.ts";
export { createPageReader, type PageReader } from "./read.ts";
