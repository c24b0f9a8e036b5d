import type { PlannedRound } from '../challenge/class-plan.ts';
import type { Asked } from './receipt.ts';

/** [RND-2] What a question shows before its reveal. Blanks, samples, hints and explanations stay out: they hold the key. */
export function askedOf({ kind, media, texts }: PlannedRound): Asked {
  const shown = Object.entries(texts).flatMap(([locale, own]) => {
    if (!own) return [];
    const { prompt, choices } = own;
    const matches = kind === 'matching' ? (own.matches ?? []) : [];
    const unit = kind === 'numeric' || kind === 'slider' ? (own.unit ?? null) : null;
    return [[locale, { prompt, choices, matches, unit }] as const];
  });
  return { kind, media: media?.id ?? null, texts: Object.fromEntries(shown) };
}
