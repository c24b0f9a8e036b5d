import type { ConsentScope } from './scope.ts';

/** What a guardian switched for a child. */
export interface ChildControls {
  chat: boolean;
  ai: boolean;
  live: boolean;
  /** Minutes a day in the child's own time zone; null: no limit. */
  dailyMinutes: number | null;
}

export const unlimited: ChildControls = { chat: true, ai: true, live: true, dailyMinutes: null };

const scopeOf = { messaging: 'chat', ai_processing: 'ai', live_rooms: 'live' } as const satisfies Partial<
  Record<ConsentScope, keyof ChildControls>
>;

/** Of several guardians the stricter: one "off" is off, the fewest minutes count. */
export const strictest = (controls: readonly ChildControls[]): ChildControls =>
  controls.reduce(
    (a, b) => ({
      chat: a.chat && b.chat,
      ai: a.ai && b.ai,
      live: a.live && b.live,
      dailyMinutes: fewest(a.dailyMinutes, b.dailyMinutes),
    }),
    unlimited,
  );

const fewest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** [CON-4] Switches can only take away from what was consented to. */
export const narrowed = (
  scopes: readonly ConsentScope[],
  controls: Pick<ChildControls, 'chat' | 'ai' | 'live'>,
): ConsentScope[] =>
  scopes.filter((scope) => {
    const control = (scopeOf as Partial<Record<ConsentScope, 'chat' | 'ai' | 'live'>>)[scope];
    return control === undefined || controls[control];
  });
