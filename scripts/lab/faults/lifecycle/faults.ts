/** Every fault of the lifecycle bench. */
import { CHANGING } from "./changing.ts";
import { CREATING } from "./creating.ts";
import { LISTING } from "./listing.ts";
import { MEMBERS } from "./members.ts";
import type { LifecycleFault } from "./plant.ts";
import { TEXT } from "./text.ts";

export { CONFORMING } from "./conforming.ts";

export const FAULTS: readonly LifecycleFault[] = [...CREATING, ...LISTING, ...CHANGING, ...TEXT, ...MEMBERS];
