/**
 * Which of the operations that have all the words is meant: the one whose path or title is just that, then those that begin so, then
 * whole words, and short paths before long ones. Search libraries weigh how rare a word is, which here is beside the point: `/users`
 * is meant by "users" although no word is more common.
 */
export const RANK = String.raw`
const VERBS = { list: "GET", get: "GET", read: "GET", create: "POST", add: "POST", update: "PATCH", change: "PATCH", delete: "DELETE", remove: "DELETE" };

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const isSame = (a, b) => a === b || a + "s" === b || a === b + "s" || a.replace(/y$/, "ies") === b || b.replace(/y$/, "ies") === a;

/** How well an operation fits what was typed; undefined where it lacks a word. */
const fitOf = (typed, { method, path, text, title }) => {
  const words = typed.split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return undefined;
  const segments = path.toLowerCase().split("/").filter(Boolean);
  const names = segments.filter((segment) => !segment.startsWith("{"));
  const plain = "/" + segments.join("/");
  const [verb] = words.filter((word) => VERBS[word]);
  const things = words.filter((word) => !VERBS[word] && word !== method.toLowerCase());
  let fit = -8 * segments.length - path.length / 20;
  if (verb && VERBS[verb] === method) fit += 40;
  if (method === "GET" && !verb) fit += 4;
  if (title === typed) fit += 300;
  else if (title.startsWith(typed)) fit += 60;
  const titleWords = wordsOf(title);
  if (verb && titleWords[0] === verb) fit += 50;
  for (const word of things) {
    const asPath = word.startsWith("/") ? word : "/" + word;
    if (plain === asPath) fit += 400;
    else if (plain.startsWith(asPath + "/")) fit += word.startsWith("/") ? 120 : 60;
    else if (word.startsWith("/") && plain.startsWith(asPath)) fit += 80;
    const last = names.at(-1) ?? "";
    if (isSame(last, word)) fit += 100;
    else if (names.some((name) => isSame(name, word))) fit += 40;
    else if (names.some((name) => name.startsWith(word))) fit += 15;
    if (titleWords.some((one) => isSame(one, word))) fit += 30;
  }
  // A list is meant by the name of what it lists, one object by its own.
  if (verb === "list" && segments.at(-1)?.startsWith("{")) fit -= 60;
  return fit;
};

/** Those that have every word, the best first; in their own order where nothing was typed. */
const rank = (query, operations) => {
  const typed = query.trim().toLowerCase().replace(/\s+/g, " ");
  if (typed === "") return operations;
  return operations
    .map((operation, index) => ({ operation, index, fit: fitOf(typed, operation) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => b.fit - a.fit || a.index - b.index)
    .map(({ operation }) => operation);
};
`;
