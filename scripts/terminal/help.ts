import type { OptionTable } from "./option.ts";

export interface HelpText {
  readonly usage: string;
  readonly description: string;
  readonly options: OptionTable;
  readonly exitCodes: string;
}

const WIDTH = 110;
const MOST_NAME = 24;

/** The text of `--help`: what is typed, what it does, each option with its default, the exit codes. */
export function renderHelp({ usage, description, options, exitCodes }: HelpText): string {
  const rows = Object.entries(options).map(
    ([name, option]) =>
      [`--${name}${option.label === "" ? "" : ` ${option.label}`}`, helpOf(option)] as const,
  );
  const column = Math.min(MOST_NAME, Math.max(0, ...rows.map(([name]) => name.length))) + 2;
  const optionLines = rows.flatMap(([name, help]) => {
    const [first = "", ...more] = wrap(help, WIDTH - column - 2);
    const head =
      name.length > column - 2
        ? [`  ${name}`, `  ${"".padEnd(column)}${first}`]
        : [`  ${name.padEnd(column)}${first}`];
    return [...head, ...more.map((line) => `  ${"".padEnd(column)}${line}`)];
  });
  return [
    `Usage: graph-contracts ${usage}${rows.length > 0 ? " [OPTION ...]" : ""}`,
    "",
    ...description.split("\n").flatMap((paragraph) => (paragraph === "" ? [""] : wrap(paragraph, WIDTH))),
    ...(rows.length > 0 ? ["", ...optionLines] : []),
    "",
    `Exit code: ${exitCodes}`,
  ].join("\n");
}

function helpOf({ help, fallback, kind }: OptionTable[string]): string {
  const notes = [
    ...(kind === "list" ? ["repeatable"] : []),
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
  ];
  return notes.length > 0 ? `${help} (${notes.join("; ")})` : help;
}

/** Lines of at most `width` characters, broken between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
