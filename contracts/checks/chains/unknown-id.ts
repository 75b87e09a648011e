/** An id of the same form as a real one that no object has: a service may refuse another form with 400. */
export function unknownId(like: string, isKnown: (id: string) => boolean, guid: () => string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(like)) return guid();
  if (/^\d+$/.test(like))
    return `${like.length < 9 ? "" : like.slice(0, -8)}${"98765432".slice(0, Math.max(6, Math.min(8, like.length)))}`;
  const digits = guid().replaceAll("-", "");
  let index = 0;
  const next = (): number => {
    index += 1;
    return Number.parseInt(digits[index % digits.length] ?? "0", 16);
  };
  // The end of an id is where ids of one kind differ; what stands before may tell what kind it is.
  const kept = like.length > 24 ? like.length - 16 : 0;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const id = [...like]
      .map((character, at) => (at < kept ? character : replaced(character, next())))
      .join("");
    if (id !== like && !isKnown(id)) return id;
  }
  return guid();
}

function replaced(character: string, number: number): string {
  if (/\d/.test(character)) return String(number % 10);
  if (/[a-f]/.test(character)) return "abcdef"[number % 6] ?? "a";
  if (/[g-z]/.test(character)) return "ghijkmnpqrstuvwx"[number] ?? "g";
  if (/[A-Z]/.test(character)) return "ABCDEFGHIJKLMNOP"[number] ?? "A";
  return character;
}
