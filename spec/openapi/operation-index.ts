/** Finds the document's operation for a method and a path template, however its parameters are named. */
import { METHODS, type OpenApiDocument } from "./document.ts";
import { pathKey } from "./routing/template.ts";

export interface OperationReference {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
}

export function operationIndex(
  document: OpenApiDocument,
): (method: string, path: string) => OperationReference | undefined {
  const index = new Map<string, OperationReference>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation)
        index.set(`${method} ${pathKey(path)}`, {
          operationId: operation.operationId,
          method: method.toUpperCase(),
          path,
        });
    }
  }
  return (method, path) => index.get(`${method.toLowerCase()} ${pathKey(path)}`);
}
