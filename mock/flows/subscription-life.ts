/**
 * The longest life of a subscription, which the reference's page on the subscription resource tells in a table for people: no
 * description carries it.
 */

/** Minutes, by the last collection that the resource names. */
const MINUTES: readonly (readonly [resource: RegExp, minutes: number])[] = [
  [/\/(?:presences?)\b/i, 60],
  [/\/(?:chats|messages|members)\b.*\bgetAll|\/(?:teams|chats|channels)\b/i, 4_320],
  [/\/(?:messages|events|contacts|mailfolders|tasks|printers|callrecords|onlinemeetings)\b/i, 4_230],
  [/\/(?:drive|drives|lists)\b/i, 42_300],
  [/\/(?:users|groups)(?:\/[^/]+)?$/i, 41_760],
  [/\/alerts\b/i, 43_200],
];

/** For what the table does not name: a month. */
const OTHERWISE = 43_200;

export function longestLife(resource: string): number {
  const path = `/${resource.replace(/^\/+|\?.*$/g, "")}`;
  return MINUTES.find(([pattern]) => pattern.test(path))?.[1] ?? OTHERWISE;
}
