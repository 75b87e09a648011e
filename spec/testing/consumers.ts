/** Tools of the field that must accept a generated document. */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import openapiTypes, { astToString } from "openapi-typescript";
import ts from "typescript";
import { type OpenApiDocument, stringifyJson } from "../index.ts";

/** Errors of the OpenAPI 3.0 schema; empty for a valid document. */
export async function schemaErrors(document: OpenApiDocument): Promise<readonly string[]> {
  const result = await new Validator().validate(JSON.parse(stringifyJson(document)));
  return result.valid ? [] : [JSON.stringify(result.errors).slice(0, 2000)];
}

/** Errors (no warnings) of Redocly's recommended rules: rule, place and message. */
export async function lintErrors(document: OpenApiDocument): Promise<readonly string[]> {
  const problems = await lintFromString({
    source: stringifyJson(document),
    absoluteRef: "openapi.json",
    config: await createConfig({ extends: ["recommended"] }),
  });
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

/** What the compiler says, under `strict`, of the types that openapi-typescript derives. */
export async function typeErrors(document: OpenApiDocument): Promise<readonly string[]> {
  const nodes = await openapiTypes(stringifyJson(document), { silent: true });
  const file = ts.createSourceFile("api.ts", astToString(nodes), ts.ScriptTarget.ES2022, true);
  const options: ts.CompilerOptions = { strict: true, noEmit: true, lib: ["lib.es5.d.ts"], types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (name === "api.ts" ? file : getSourceFile(name, ...rest));
  const program = ts.createProgram(["api.ts"], options, host);
  return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, " "),
  );
}
