import { Anchor, Skeleton, Stack, Switch } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Replay } from '@tutti/client/admin';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { ProblemPanel } from '../../desk/states/problem-panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { records } from '../../desk/tutti.ts';
import { Controls } from './controls.tsx';
import { News } from './news.tsx';
import classes from './replay.module.css';
import { Stage } from './stage.tsx';
import { Standings } from './standings.tsx';
import { usePlaying } from './use-playing.ts';
import { useReplayKeys } from './use-replay-keys.ts';
import { useRounds } from './use-rounds.ts';
import { scoreOf, viewAt } from './view-at.ts';

/** [REP-3] A class again, moment by moment. */
export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const replay = useQuery({
    queryKey: ['replay', id, locale],
    queryFn: () => records.replay(id, { locale }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <QueryView query={replay} order={1} skeleton={<ReplaySkeleton />}>
      {(found) => <Player replay={found} />}
    </QueryView>
  );
}

function Player({ replay }: { replay: Replay }) {
  const { t } = useTranslation(['replay', 'teach']);
  const date = useDate();
  const [search, setSearch] = useSearchParams();
  const hideNames = search.get('names') === 'hidden';
  const score = useMemo(() => scoreOf(replay), [replay]);
  const playing = usePlaying(score);
  const { session, players, leftOut } = replay;
  const { rounds, error, retry } = useRounds(session.id, score, playing.at);
  useReplayKeys(score, playing);
  const names = useMemo(
    () =>
      players.map(({ nickname, number }) =>
        hideNames || nickname === '' ? t('teach:report.hiddenName', { number }) : nickname,
      ),
    [players, hideNames, t],
  );
  if (error) return <ProblemPanel error={error} onRetry={retry} order={1} />;
  const view = viewAt(score, rounds, playing.at);

  return (
    <div className={classes.replay}>
      <header className={classes.header}>
        <Anchor component={Link} to={`/teach/sessions/${session.id}/report`} className={classes.back}>
          <IconArrowLeft size={20} aria-hidden /> {t('back')}
        </Anchor>
        <h1>{t('of', { title: session.title })}</h1>
        <span className={classes.date}>{date(session.startedAt ?? session.createdAt)}</span>
      </header>
      <main className={classes.columns}>
        <Stage replay={replay} view={view} names={names} />
        <div className={classes.side}>
          <Standings standings={view.standings} names={names} />
          <News view={view} names={names} leftOut={leftOut} />
          <div className={classes.switches}>
            <Switch
              label={t('controls.skip')}
              checked={playing.skipsStill}
              onChange={({ currentTarget: { checked } }) => playing.setSkipsStill(checked)}
            />
            <Switch
              label={t('teach:report.hideNames')}
              checked={hideNames}
              onChange={({ currentTarget: { checked } }) =>
                setSearch(checked ? { names: 'hidden' } : {}, { replace: true })
              }
            />
          </div>
        </div>
      </main>
      <Controls score={score} view={view} playing={playing} of={replay.questions[0]?.of ?? 0} />
    </div>
  );
}

function ReplaySkeleton() {
  return (
    <Stack p="lg">
      <Skeleton height={48} width="60%" />
      <Skeleton height={360} radius="lg" />
      <Skeleton height={96} radius="lg" />
    </Stack>
  );
}
