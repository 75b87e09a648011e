/** One object of the bench. Names that begin with # are the server's own. */
export type Thing = Record<string, unknown> & { id: string };

export function visible(thing: Thing): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => !name.startsWith("#"))) as Thing;
}

export function select(thing: Thing, names: string | null): Record<string, unknown> {
  if (names === null) return thing;
  return Object.fromEntries(names.split(",").map((name) => [name, thing[name]]));
}

export function etag(thing: Thing): { etag: string } {
  let sum = 7;
  for (const character of JSON.stringify(visible(thing)))
    sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 2147483647;
  return { etag: `W/"${sum}"` };
}
