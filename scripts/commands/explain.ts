import { FINDING_RULES, isFindingRuleId } from "../../contracts/index.ts";
import { isRuleId, RULES, ruleOf } from "../../spec/index.ts";
import { colours } from "../terminal/colours.ts";
import { defineCommand } from "../terminal/command.ts";
import { EXIT, UsageError } from "../terminal/io.ts";
import { flag } from "../terminal/option.ts";
import { didYouMean } from "../terminal/similar.ts";
import { rulesPage } from "./explain/rules-page.ts";

export const command = defineCommand({
  usage: "explain [RULE ...]",
  summary: "say what a rule means and what to do about it",
  description:
    "Explains the rules that diagnostics of pages and findings about servers name in brackets: what the rule means, what to do, how it looks wrong and right. Without a rule: a list of all.",
  options: { markdown: flag("print the page of all rules as Markdown") },
  exitCodes: "0 done, 2 unknown rule.",
  async run({ values, operands }, io) {
    if (values.markdown) {
      io.stdout.write(rulesPage());
      return EXIT.ok;
    }
    const paint = colours(io.stdout);
    if (operands.length === 0) {
      io.stdout.write(`${paint.strong("Diagnostics of pages")}\n${titles(RULES)}`);
      io.stdout.write(`${paint.strong("Findings about servers")}\n${titles(FINDING_RULES)}`);
      return EXIT.ok;
    }
    io.stdout.write(operands.map((id) => explained(id, paint.strong)).join("\n"));
    return EXIT.ok;
  },
});

function titles(rules: Readonly<Record<string, { readonly title: string }>>): string {
  return Object.entries(rules)
    .map(([id, { title }]) => `  ${id.padEnd(28)}${title}\n`)
    .join("");
}

function explained(id: string, strong: (text: string) => string): string {
  if (isFindingRuleId(id)) {
    const { title, meaning, mend, url } = FINDING_RULES[id];
    return `${strong(id)}: ${title} (finding)\n  ${meaning}\n  ${mend}\n  ${url}\n`;
  }
  if (!isRuleId(id)) {
    const known = [...Object.keys(RULES), ...Object.keys(FINDING_RULES)];
    throw new UsageError(`unknown rule '${id}'${didYouMean(id, known)}; 'graph-contracts explain' lists all`);
  }
  const { title, severity, meaning, mend, wrong, right, url } = ruleOf(id);
  const shown = (text: string): string => text.replaceAll("\n", "\n           ");
  const example = wrong === "" ? "" : `  wrong    ${shown(wrong)}\n  right    ${shown(right)}\n`;
  return `${strong(id)}: ${title} (${severity})\n  ${meaning}\n  ${mend}\n${example}  ${url}\n`;
}
