/** From the names that pages write to the full names of types, as far as the pages at hand know them. */
import { compareText } from "../diagnostics/diagnostic.ts";
import type { TypeReference } from "./model.ts";
import { primitive, primitiveName, shortName } from "./type-reference.ts";

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export interface TypeRegistry {
  /** The spelling of the page that defines the type; undefined where none does. */
  known(name: string): string | undefined;
  /** A full name for every reference. A bare word that names no known type is a string: an enumeration without a page. */
  resolve(reference: TypeReference, namespace: string): TypeReference;
}

export function createTypeRegistry(defined: Iterable<string>): TypeRegistry {
  const byFullName = new Map<string, string>();
  const byShortName = new Map<string, string>();
  for (const name of [...defined].sort(compareText)) {
    const key = name.toLowerCase();
    if (!byFullName.has(key)) byFullName.set(key, name);
    const short = shortName(key);
    if (!byShortName.has(short)) byShortName.set(short, name);
  }
  const find = (name: string, namespace: string): string | undefined => {
    const key = name.toLowerCase();
    return (
      byFullName.get(key) ??
      byFullName.get(`${namespace.toLowerCase()}.${key}`) ??
      byFullName.get(`microsoft.graph.${key}`) ??
      byShortName.get(shortName(key))
    );
  };
  return {
    known: (name) => byFullName.get(name.toLowerCase()),
    resolve(reference, namespace) {
      if (reference.kind === "primitive") return reference;
      const full = reference.name.includes(".")
        ? byFullName.get(reference.name.toLowerCase())
        : find(reference.name, namespace);
      if (full) return { ...reference, name: full };
      if (reference.name.includes(".")) return reference;
      if (primitiveName(reference.name))
        return primitive(primitiveName(reference.name) ?? "String", reference.collection);
      if (reference.bare)
        return { kind: "primitive", name: "String", collection: reference.collection, guessed: true };
      // Types of this namespace start in lower case, whatever a link's text starts with.
      const name = /^microsoft\.graph/i.test(namespace) ? lowerFirst(reference.name) : reference.name;
      return { ...reference, name: `${namespace}.${name}` };
    },
  };
}
