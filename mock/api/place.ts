import type { PathValue } from "../../spec/openapi/index.ts";
import type { Directory } from "./users.ts";

/**
 * Where the state of a path is kept: the path with its values, with the user's id for `/me` and for any name of the user,
 * and in one spelling.
 */
export interface Place {
  /** The path of the collection or of the thing that stands alone; of an object its collection's. */
  readonly container: string;
  /** The object's key, where the path ends in one. */
  readonly key?: string;
}

export interface Locator {
  /** Whether the path names one object of a collection. */
  readonly isObject: boolean;
  /** Undefined where the path names a user who does not exist; `unknownUser` then tells which value that is. */
  locate(values: readonly PathValue[], directory: Directory): Place | undefined;
  unknownUser(values: readonly PathValue[]): string;
}

type Piece = string | { readonly value: number; readonly user: boolean };

/** `spelling` gives each literal segment the spelling that the whole API uses first. */
export function createLocator(segments: readonly string[], spelling: (segment: string) => string): Locator {
  const pieces: Piece[] = [];
  let count = 0;
  for (const [index, segment] of segments.entries()) {
    pieces.push("/");
    if (index === 0 && segment.toLowerCase() === "me") {
      pieces.push("users/", { value: -1, user: true });
      continue;
    }
    const user = index === 1 && segments[0]?.toLowerCase() === "users" && /^\{[^{}]+\}$/.test(segment);
    for (const part of segment.split(/(\{[^{}]+\})/)) {
      if (part === "") continue;
      pieces.push(/^\{.*\}$/.test(part) ? { value: count++, user } : spelling(part));
    }
  }
  // `/me` is one of the users.
  const isMe = segments.length === 1 && segments[0]?.toLowerCase() === "me";
  const isObject = isMe || (segments.length > 1 && /^\{[^{}]+\}$/.test(segments.at(-1) ?? ""));
  const users = pieces.find((piece) => typeof piece === "object" && piece.user && piece.value >= 0);
  const userValue = typeof users === "object" ? users.value : -1;
  /** Of a path without parameters, which names the same place whenever the signed-in user is the same. */
  let fixed: { readonly user: string; readonly place: Place } | undefined;
  const isFixed = count === 0 && !isMe;
  return {
    isObject,
    locate: (values, directory) => {
      if (isFixed && fixed?.user === directory.signedIn.id) return fixed.place;
      let path = "";
      const last = isObject ? pieces.length - 1 : pieces.length;
      for (let index = 0; index < last; index += 1) {
        const text = textOf(pieces[index] as Piece, values, directory);
        if (text === undefined) return undefined;
        path += text;
      }
      if (isFixed) {
        fixed = { user: directory.signedIn.id, place: { container: path } };
        return fixed.place;
      }
      if (!isObject) return { container: path };
      const key = textOf(pieces[last] as Piece, values, directory);
      return key === undefined ? undefined : { container: path.slice(0, -1), key };
    },
    unknownUser: (values) => values[userValue]?.text ?? "",
  };
}

function textOf(piece: Piece, values: readonly PathValue[], directory: Directory): string | undefined {
  if (typeof piece === "string") return piece;
  if (piece.value < 0) return directory.signedIn.id;
  const value = values[piece.value]?.text ?? "";
  if (piece.user) return directory.idOf(value);
  return value.includes("/") ? encodeURIComponent(value) : value;
}
