/**
 * What an id tells apart, as a key: two objects with the same key have the same identity. An id is unique within its collection. In two collections it may
 * stand twice where it is a counter (`1`, `2`, ... under each parent); a GUID or a long opaque id that stands twice for one kind of thing tells
 * nothing apart, wherever that is.
 */
export function identityKey(resource: string, id: string, collection: string): string {
  return JSON.stringify([resource, id, isOpaque(id) ? "" : plain(collection)]);
}

/** Whether the object at that path is the one that a key stands for. */
export function isIdentityOf(key: string, path: string): boolean {
  const [, id, collection] = JSON.parse(key) as [string, string, string];
  const at = plain(path).lastIndexOf("/");
  if (id.toLowerCase() !== decoded(plain(path).slice(at + 1))) return false;
  return collection === "" || collection === plain(path).slice(0, at);
}

/** GUIDs, and what is long enough that no two collections come to it by counting or by name. */
function isOpaque(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || (id.length >= 20 && /\d/.test(id));
}

function plain(path: string): string {
  return (path.split("?")[0] ?? path).replace(/\/$/, "").toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return text;
  }
}
