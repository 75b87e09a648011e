/**
 * What a mock does, as its clients see it: one suite for every form in which it can be reached. Nothing here depends on a
 * port, a process or a browser.
 */
import { describe } from "vitest";
import { failing } from "./failing.ts";
import { keepingState } from "./keeping-state.ts";
import { likeGraph } from "./like-graph.ts";
import { refusing } from "./refusing.ts";
import { repeating } from "./repeating.ts";
import type { OpenForm } from "./stage.ts";

export function behavesAsMock(name: string, open: OpenForm): void {
  describe(name, () => {
    describe("likeness to Graph", () => likeGraph(open));
    describe("state", () => keepingState(open));
    describe("refusals", () => refusing(open));
    describe("failures on command", () => failing(open));
    describe("repetition", () => repeating(open));
  });
}
