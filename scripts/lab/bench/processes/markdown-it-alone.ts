/** What the Markdown parser by itself needs for all pages of a folder, as it comes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import MarkdownIt from "markdown-it";

const folder = process.argv[2] ?? ".";
const markdown = new MarkdownIt();
let tokens = 0;
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  if (name.endsWith(".md")) tokens += markdown.parse(readFileSync(join(folder, name), "utf8"), {}).length;
}
process.stdout.write(String(tokens));
