import { MultiSelect, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { TuttiError } from '@tutti/client';
import { authoringBounds } from '@tutti/client/admin';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { sentenceFor } from '../../desk/states/problem.ts';
import { tutti } from '../../desk/tutti.ts';

/** What matters only to learners who work through the mission alone; NaN: not a number yet. */
export interface AloneFacts {
  requiredLevel: number;
  /** Ids of missions that come before. */
  requires: string[];
  reward: { xp: number; coins: number };
}

const within = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

export const isSoundAlone = ({ requiredLevel, reward }: AloneFacts): boolean =>
  within(requiredLevel, 1, authoringBounds.requiredLevel) &&
  within(reward.xp, 0, authoringBounds.xp) &&
  within(reward.coins, 0, authoringBounds.coins);

interface AloneFieldsProps {
  facts: AloneFacts;
  /** null: it is only begun. */
  missionId: string | null;
  /** Somebody tried to save. */
  checked: boolean;
  /** What the server refused. */
  error: unknown;
  /** Ids of the missions before, as they were sent. */
  sent: readonly string[] | undefined;
  change(part: Partial<AloneFacts>): void;
}

/** From which level on, after which missions, and for what. */
export function AloneFields({ facts, missionId, checked, error, sent, change }: AloneFieldsProps) {
  const { t } = useTranslation('author');
  const { requiredLevel, reward } = facts;
  const number = (
    label: string,
    value: number,
    least: number,
    most: number,
    put: (value: number) => void,
  ) => (
    <NumberInput
      label={label}
      value={Number.isNaN(value) ? '' : value}
      error={checked && !within(value, least, most) && t('faults.no-number')}
      min={least}
      max={most}
      allowDecimal={false}
      clampBehavior="blur"
      hideControls
      onChange={(next) => put(typeof next === 'number' ? next : Number.NaN)}
    />
  );
  return (
    <Stack component="section" gap="xs" aria-label={t('alone.title')}>
      <Text fw={650}>{t('alone.title')}</Text>
      <Text c="dimmed" size="sm">
        {t('alone.lead')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {number(t('alone.level'), requiredLevel, 1, authoringBounds.requiredLevel, (next) =>
          change({ requiredLevel: next }),
        )}
        {number(t('alone.xp'), reward.xp, 0, authoringBounds.xp, (xp) =>
          change({ reward: { ...reward, xp } }),
        )}
        {number(t('alone.coins'), reward.coins, 0, authoringBounds.coins, (coins) =>
          change({ reward: { ...reward, coins } }),
        )}
      </SimpleGrid>
      <Before
        ids={facts.requires}
        missionId={missionId}
        error={error}
        sent={sent}
        onChange={(requires) => change({ requires })}
      />
    </Stack>
  );
}

interface BeforeProps {
  ids: string[];
  missionId: string | null;
  error: unknown;
  sent: readonly string[] | undefined;
  onChange(ids: string[]): void;
}

/** Missions that come first, found by their titles. */
function Before({ ids, missionId, error, sent, onChange }: BeforeProps) {
  const { t } = useTranslation(['author', 'account']);
  const field = useRef<HTMLInputElement>(null);
  const { search, setSearch, titles, isLooking, problem } = useMissionChoice(ids, missionId);
  const refused = useMemo(() => refusedIn(error, sent), [error, sent]);
  useEffect(() => {
    if (refused) field.current?.focus();
  }, [refused]);
  const nothing = problem ? t(`account:states.errors.${sentenceFor(problem)}`) : t('alone.nothing');
  return (
    <MultiSelect
      ref={field}
      label={t('alone.before')}
      description={t('alone.beforeHint')}
      placeholder={ids.length === 0 ? t('alone.search') : ''}
      searchable
      openOnFocus={false}
      searchValue={search}
      onSearchChange={setSearch}
      // the server has searched already
      filter={({ options }) => options}
      hidePickedOptions
      maxValues={authoringBounds.requires}
      value={ids}
      data={[...titles].map(([value, label]) => ({ value, label }))}
      nothingFoundMessage={isLooking ? t('alone.looking') : nothing}
      error={
        refused?.ids.every((id) => ids.includes(id)) &&
        (refused.isCircle ? t('faults.circle', { title: titles.get(refused.ids[0]!) }) : t('faults.gone'))
      }
      onChange={onChange}
    />
  );
}

interface Refused {
  /** As soon as one of them is out, it may be sound. */
  ids: readonly string[];
  isCircle: boolean;
}

/** What the server refused of those that were sent: one, or one among them. */
function refusedIn(error: unknown, sent: readonly string[] = []): Refused | null {
  if (!(error instanceof TuttiError)) return null;
  const fault = error.errors.find(({ path }) => path.split('.')[0] === 'requires');
  if (!fault) return null;
  const at = fault.path.split('.')[1];
  const one = at === undefined ? undefined : sent[Number(at)];
  return { ids: one === undefined ? sent : [one], isCircle: error.code === 'mission/circle' };
}

/** Titles by id: of what is chosen, and of what is found. */
function useMissionChoice(ids: readonly string[], missionId: string | null) {
  const { t } = useTranslation('author');
  const locale = useLanguage();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 250);
  const found = useQuery({
    queryKey: ['missions', locale, 'before', settled],
    queryFn: () => tutti.missions({ locale, search: settled || undefined, limit: 50 }),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({
    queryKey: ['missions', locale, 'chosen', ids],
    queryFn: () => tutti.missions({ locale, ids }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  // until the answer is there, nobody knows whether it is gone
  const unnamed = chosen.isSuccess && !chosen.isPlaceholderData ? t('alone.gone') : '…';
  const titles = new Map([
    ...ids.map((id) => [id, unnamed] as const),
    ...(chosen.data?.items ?? []).flatMap(({ id, title }) =>
      ids.includes(id) ? [[id, title] as const] : [],
    ),
    ...(found.data?.items ?? []).map(({ id, title }) => [id, title] as const),
  ]);
  if (missionId !== null) titles.delete(missionId);
  const isLooking = found.isFetching || search.trim() !== settled;
  return { search, setSearch, titles, isLooking, problem: found.error };
}
