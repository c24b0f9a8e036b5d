import { givenFor, type SeasonReward, seasonLevelOf } from '../../../domain/reward/season.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Season, SeasonReward as ShownReward } from '../../../wire/season.ts';
import { rewardOf } from './season-rewards.ts';

type Translated<T> = Partial<Record<Locale, T>>;

export interface SeasonRow {
  id: string;
  name: string;
  description: string;
  i18n: Translated<{ name: string; description: string }>;
  round: number;
  startsOn: string;
  endsOn: string;
  isActive: boolean;
  levels: number;
  xpPerLevel: number;
  xp: number;
}

/** A level with its reward and what the learner got for it; names and pictures are those of avatars. */
export interface StepRow {
  level: number;
  kind: SeasonReward['kind'];
  amount: number;
  avatar: string | null;
  isOwned: boolean;
  name: string | null;
  i18n: Translated<{ name: string }> | null;
  picture: string | null;
  givenKind: SeasonReward['kind'] | null;
  givenAmount: number | null;
  givenName: string | null;
  givenI18n: Translated<{ name: string }> | null;
  givenPicture: string | null;
}

export function presentSeason(season: SeasonRow, steps: readonly StepRow[], locale: Locale): Season {
  const { id, round, startsOn, endsOn, levels, xp, xpPerLevel } = season;
  const { level, within, toNext } = seasonLevelOf(xp, xpPerLevel, levels);
  const { name, description } = season.i18n[locale] ?? season;
  return {
    id,
    name,
    description,
    round,
    startsOn,
    endsOn,
    xp,
    level,
    xpOfLevel: within,
    xpToNextLevel: toNext,
    track: steps.map((step) => presentStep(step, season, locale)),
  };
}

/** An avatar that the learner has already is told as the coins that come in its place. */
export function presentStep(
  step: StepRow,
  { xp, xpPerLevel, levels }: Pick<SeasonRow, 'xp' | 'xpPerLevel' | 'levels'>,
  locale: Locale,
): Season['track'][number] {
  const { level, avatar, isOwned, givenKind } = step;
  const expected = givenFor(rewardOf(step), {
    freezes: 0,
    avatars: new Set(avatar && isOwned ? [avatar] : []),
  });
  const avatarOf = (
    name: string | null,
    i18n: Translated<{ name: string }> | null,
    picture: string | null,
  ) => ({
    name: i18n?.[locale]?.name ?? name ?? '',
    picture,
  });
  const show = (
    { kind, amount }: { kind: SeasonReward['kind']; amount: number },
    shown: { name: string; picture: string | null },
  ): ShownReward => {
    if (kind === 'avatar') return { kind, ...shown };
    return kind === 'freeze' ? { kind } : { kind, amount };
  };
  const given =
    givenKind &&
    show(
      { kind: givenKind, amount: step.givenAmount! },
      avatarOf(step.givenName, step.givenI18n, step.givenPicture),
    );
  return {
    level,
    isReached: xp > 0 && level <= seasonLevelOf(xp, xpPerLevel, levels).level,
    reward:
      given ??
      show(
        { kind: expected.kind, amount: 'amount' in expected ? expected.amount : 1 },
        avatarOf(step.name, step.i18n, step.picture),
      ),
    given,
  };
}
