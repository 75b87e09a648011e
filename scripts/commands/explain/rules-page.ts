import { FINDING_RULES } from "../../../contracts/index.ts";
import { RULES, type Rule } from "../../../spec/index.ts";

/** `.github/docs/rules.md`: every rule with what it means, what to do, and an example. */
export function rulesPage(): string {
  const lines = [
    "<!-- Written by `graph-contracts explain --markdown`; `npm test` fails where it is not current. -->",
    "",
    "# Rules",
    "",
    "What `graph-contracts` says about pages (diagnostics) and about servers (findings). `graph-contracts explain RULE` prints one.",
    "",
    "## Diagnostics",
    "",
    "About a page. *error*: something documented was lost. *warning*: it was read, with a doubt. *info*: worth knowing.",
    "",
    ...Object.entries<Rule>(RULES).flatMap(([id, rule]) => diagnosticRule(id, rule)),
    "## Findings",
    "",
    "About a server, as `verify` and `proxy` report them.",
    "",
    ...Object.entries(FINDING_RULES).flatMap(([id, { title, meaning, mend, url }]) => [
      `### ${id}`,
      "",
      `${title}. ${meaning} ${mend} [Source](${url})`,
      "",
    ]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function diagnosticRule(id: string, { title, severity, meaning, mend, wrong, right, url }: Rule): string[] {
  return [
    `### ${id}`,
    "",
    `*${severity}*: ${title}. ${meaning} ${mend} [Source](${url})`,
    "",
    ...(wrong === "" ? [] : ["Wrong:", "", ...fenced(wrong), "", "Right:", "", ...fenced(right), ""]),
  ];
}

/** Tildes: the examples hold fences of their own. */
function fenced(text: string): string[] {
  return ["~~~~text", text, "~~~~"];
}
