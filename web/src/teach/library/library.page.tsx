import { Button, Chip, Group, SegmentedControl, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { tutti } from '../../desk/tutti.ts';
import { NewMissionButton } from '../author/author-actions.tsx';
import classes from './library.module.css';
import { MissionCard } from './mission-card.tsx';
import { OpenClassNote, OpenGroupsNote } from './open-class-note.tsx';

export function Component() {
  const { t } = useTranslation('teach');
  return (
    <>
      <PageHeading title={t('library.title')} lead={t('library.lead')} actions={<NewMissionButton />} />
      <OpenClassNote />
      <OpenGroupsNote />
      <Missions />
    </>
  );
}

/** Topic and search live in the address, so that "back" and a shared link lead to the same list. */
function useFilter() {
  const [params, setParams] = useSearchParams();
  const topic = params.get('topic') ?? '';
  const search = params.get('search') ?? '';
  const players: 'groups' | '' = params.get('for') === 'groups' ? 'groups' : '';
  return {
    topic,
    search,
    /** Empty: the whole class. */
    players,
    set(next: { topic?: string; search?: string; for?: string }) {
      const all = { topic, search, for: players, ...next };
      setParams(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')), {
        replace: true,
      });
    },
  };
}

function Missions() {
  const { t } = useTranslation('teach');
  const filter = useFilter();
  const locale = useLanguage();
  const missions = useInfiniteQuery({
    queryKey: ['missions', locale, filter.players, filter.topic, filter.search],
    queryFn: ({ pageParam }) =>
      tutti.missions({
        locale,
        for: filter.players || undefined,
        topic: filter.topic || undefined,
        search: filter.search || undefined,
        cursor: pageParam ?? undefined,
        limit: 24,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <Filters filter={filter} />
      <QueryView query={missions} skeleton={<CardSkeletons />}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          if (found.length === 0) return <NothingThere filter={filter} />;
          return (
            <>
              <ul className={classes.grid}>
                {found.map((mission) => (
                  <li key={mission.id}>
                    <MissionCard mission={mission} />
                  </li>
                ))}
              </ul>
              <Group justify="center" mt="xl">
                {missions.hasNextPage ? (
                  <Button
                    variant="default"
                    size="md"
                    onClick={() => void missions.fetchNextPage()}
                    loading={missions.isFetchingNextPage}
                  >
                    {t('library.more')}
                  </Button>
                ) : (
                  <Text c="dimmed" role="status">
                    {t('library.count', { count: found.length })}
                  </Text>
                )}
              </Group>
            </>
          );
        }}
      </QueryView>
    </>
  );
}

type Filter = ReturnType<typeof useFilter>;

function Filters({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['teach', 'runs']);
  const locale = useLanguage();
  const topics = useQuery({ queryKey: ['topics', locale], queryFn: () => tutti.topics() });
  const [typed, setTyped] = useState(filter.search);
  const [search] = useDebouncedValue(typed.trim(), 250);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a settled search goes into the address
  useEffect(() => {
    if (search !== filter.search) filter.set({ search });
  }, [search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: cleared from elsewhere
  useEffect(() => {
    if (filter.search === '' && search !== '') setTyped('');
  }, [filter.search]);

  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label={t('runs:library.label')}
        value={filter.players}
        onChange={(value) => filter.set({ for: value })}
        data={[
          { value: '', label: t('runs:library.class') },
          { value: 'groups', label: t('runs:library.groups') },
        ]}
      />
      <TextInput
        type="search"
        aria-label={t('library.search')}
        placeholder={t('library.search')}
        leftSection={<IconSearch size={20} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={80}
        className={classes.search}
      />
      <Chip.Group value={filter.topic} onChange={(topic) => filter.set({ topic: topic as string })}>
        <fieldset className={classes.topics} aria-label={t('library.topics')}>
          <Chip value="">{t('library.allTopics')}</Chip>
          {topics.data?.map((topic) => (
            <Chip key={topic.id} value={topic.slug}>
              {topic.name}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
    </div>
  );
}

function NothingThere({ filter }: { filter: Filter }) {
  const { t } = useTranslation('teach');
  if (filter.search === '' && filter.topic === '') {
    return (
      <Panel mood="waiting" title={t('library.emptyTitle')}>
        {t('library.empty')}
      </Panel>
    );
  }
  return (
    <Panel
      mood="puzzled"
      title={t('library.nothingFound', { search: filter.search || filter.topic })}
      actions={
        <Button variant="default" onClick={() => filter.set({ topic: '', search: '' })}>
          {t('library.clear')}
        </Button>
      }
    >
      {t('library.nothingFoundHint')}
    </Panel>
  );
}

function CardSkeletons() {
  return (
    <div className={classes.grid}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} height={330} radius="lg" />
      ))}
    </div>
  );
}
