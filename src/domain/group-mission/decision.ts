import type { RefusalCode } from './commands.ts';
import type { Fact } from './events.ts';

/** No facts and no refusal means: nothing to do, it is so already. */
export type Decision = { ok: true; facts: Fact[] } | { ok: false; code: RefusalCode };

export const accept = (...facts: Fact[]): Decision => ({ ok: true, facts });
export const refuse = (code: RefusalCode): Decision => ({ ok: false, code });
