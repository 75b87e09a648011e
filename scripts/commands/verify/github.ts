import type { Verdict } from "../../../contracts/index.ts";
import { type Annotation, addSummary, annotate, onGitHub } from "../../terminal/github.ts";
import type { Io } from "../../terminal/io.ts";

/** In a workflow: each failure at the line of the page that it rests on, and the report as the summary of the job. */
export async function tellGitHub(verdict: Verdict, io: Io): Promise<void> {
  if (!onGitHub(io)) return;
  annotate(annotations(verdict), io);
  const { renderReport } = await import("../../../contracts/reports/index.ts");
  await addSummary(renderReport("markdown", verdict), io);
}

function annotations({ results, strict }: Verdict): readonly Annotation[] {
  const failed = results.filter(({ outcome }) => outcome === "failed");
  return failed.flatMap(({ check, findings }) =>
    findings
      .filter(({ basis }) => strict || basis !== "advisory")
      .map(({ citation, message, expected, actual }): Annotation => {
        const page = [citation, check.citation].find(({ kind }) => kind === "page");
        const place =
          page?.kind === "page"
            ? { file: page.display.replace(/(?::\d+)+$/, ""), line: page.source.line }
            : {};
        return {
          level: "error",
          ...place,
          title: check.id,
          message: `${message}: expected ${expected}, got ${actual}`,
        };
      }),
  );
}
