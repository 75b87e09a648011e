import type { Row } from "./bench.ts";

/** All measurements as one table for a terminal or a log. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [
    ["what", "measured", "goal", "verdict"],
    ...rows.map(({ what, measured, goal, met }) => [
      what,
      measured,
      goal,
      met === undefined ? "" : met ? "met" : "MISSED",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return `${lines.join("\n")}\n`;
}
