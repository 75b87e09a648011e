import { FAULTY_ANSWERS } from "./answers.ts";
import { FAULTY_EQUIVALENTS } from "./equivalents.ts";
import { FAULTY_ERRORS } from "./errors.ts";
import { FAULTY_IDENTITY } from "./identity.ts";
import { FAULTY_REQUESTS } from "./requests.ts";
import type { BenchServer } from "./server.ts";
import { FAULTY_WIRE } from "./wire.ts";

export { CONFORMING } from "./conforming.ts";
export type { BenchServer } from "./server.ts";

export const FAULTY: readonly BenchServer[] = [
  ...FAULTY_ANSWERS,
  ...FAULTY_IDENTITY,
  ...FAULTY_REQUESTS,
  ...FAULTY_ERRORS,
  ...FAULTY_EQUIVALENTS,
  ...FAULTY_WIRE,
];
