import { CONNECTION } from "./connection.ts";
import { FAULTS } from "./faults.ts";
import { LOG } from "./log.ts";
import { OPERATIONS } from "./operations.ts";
import { RANK } from "./rank.ts";
import { SEND } from "./send.ts";
import { STATE } from "./state.ts";
import { VIEWS } from "./views.ts";

/**
 * The page's script, one part a panel. It is text and not compiled code, since the mock must be able to hand it out wherever it
 * runs, a service worker included. All it shows goes through `textContent`.
 */
export const SCRIPT = `"use strict";\n(() => {\n${[CONNECTION, VIEWS, RANK, OPERATIONS, SEND, FAULTS, LOG, STATE].join("\n")}\nopen();\n})();\n`;
