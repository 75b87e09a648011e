import { RULES } from "../../spec/index.ts";
import type { OptionTable } from "../terminal/option.ts";
import type { Tables } from "./read.ts";

/** The JSON schema of the configuration file, for editors: written from the tables of options and the catalogue of rules. */
export function configurationSchema(tables: Tables): object {
  const severity = { enum: ["off", "info", "warning", "error"] };
  const shared: OptionTable = Object.assign({}, ...Object.values(tables));
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "graph-contracts configuration",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      sources: {
        description: "Pages, folders of pages or descriptions; relative to this file.",
        type: ["string", "array"],
        items: { type: "string" },
      },
      target: { description: "The base of the server that verify and proxy are for.", type: "string" },
      severities: {
        description: "The severity of diagnostics by rule; off hides them.",
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(RULES).map(([id, { title }]) => [id, { description: title, ...severity }]),
        ),
      },
      ignore: {
        description: "Diagnostics that are not shown, by path and rule.",
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["path"],
          properties: { rule: { enum: Object.keys(RULES) }, path: { type: "string" } },
        },
      },
      options: { description: "Options of every command that has them.", ...section(shared) },
      ...Object.fromEntries(
        Object.entries(tables).map(([name, table]) => [
          name,
          { description: `Options of 'graph-contracts ${name}'.`, ...section(table) },
        ]),
      ),
    },
  };
}

function section(table: OptionTable): object {
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(table).map(([name, { help, schema }]) => [name, { description: help, ...schema }]),
    ),
  };
}
