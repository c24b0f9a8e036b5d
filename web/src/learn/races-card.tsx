import { Button, Skeleton, Text } from '@mantine/core';
import { IconGhost2 } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Races } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../desk/dates.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { codeOf } from '../desk/states/problem.ts';
import { QueryView } from '../desk/states/query-view.tsx';
import { Refusal } from '../desk/states/refusal.tsx';
import { races } from '../desk/tutti.ts';
import { keepSeat } from '../player/kept-seat.ts';

const shownAtFirst = 3;
const shownInShort = 1;
type Run = Races['items'][number];

/** [REP-3] Earlier runs, own ones and of the own classes, to race against on the player's page; nothing where there is none. In short the newest one. */
export function RacesCard({ isShort }: { isShort?: boolean }) {
  const { t } = useTranslation(['race', 'records']);
  const [showsAll, setShowsAll] = useState(false);
  const found = useQuery({ queryKey: ['races'], queryFn: () => races.list() });
  const start = useMutation({
    mutationFn: ({ sessionId, against }: { sessionId: string; against: 'own' | 'class' }) =>
      races.start(sessionId, against),
    onSuccess: ({ resumeToken, nickname }) => {
      keepSeat({ token: resumeToken, pin: '', nickname, inGroup: false });
      window.location.assign('/play');
    },
  });
  const begin = (sessionId: string, against: 'own' | 'class') => start.mutate({ sessionId, against });
  if (found.data?.items.length === 0) return null;
  return (
    <Card title={t('card.title')} Icon={IconGhost2}>
      {!isShort && <Text>{t('card.lead')}</Text>}
      <QueryView query={found} skeleton={<Skeleton height={80} />}>
        {({ items }) => (
          <>
            <ul className={classes.list}>
              {items.slice(0, isShort ? shownInShort : showsAll ? items.length : shownAtFirst).map((run) => (
                <RunRow
                  key={run.sessionId}
                  run={run}
                  isStarting={start.isPending || start.isSuccess}
                  onStart={(against) => begin(run.sessionId, against)}
                />
              ))}
            </ul>
            {!isShort && !showsAll && items.length > shownAtFirst && (
              <Button variant="subtle" onClick={() => setShowsAll(true)}>
                {t('records:mistakes.more')}
              </Button>
            )}
          </>
        )}
      </QueryView>
      {start.error && <Refused error={start.error} />}
    </Card>
  );
}

function Refused({ error }: { error: Error }) {
  const { t } = useTranslation('race');
  const code = codeOf(error);
  if (code !== 'race/too-many' && code !== 'race/not-found') return <Refusal error={error} />;
  return (
    <Text c="wrong" role="alert">
      {t(code === 'race/too-many' ? 'card.tooMany' : 'card.gone')}
    </Text>
  );
}

interface RunRowProps {
  run: Run;
  isStarting: boolean;
  onStart(against: 'own' | 'class'): void;
}

function RunRow({ run: { title, at, own, className }, isStarting, onStart }: RunRowProps) {
  const { t } = useTranslation('race');
  const day = useDay();
  const about = { title, date: day(at) };
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>{title}</Text>
        <Text size="sm" c="dimmed">
          {[day(at), className, own && t('card.points', { count: own.points })].filter(Boolean).join(' · ')}
        </Text>
      </div>
      {own && (
        <Button
          variant="default"
          aria-label={t('card.ownOf', about)}
          disabled={isStarting}
          onClick={() => onStart('own')}
        >
          {t('card.own')}
        </Button>
      )}
      {className !== null && (
        <Button
          variant="default"
          aria-label={t('card.classOf', about)}
          disabled={isStarting}
          onClick={() => onStart('class')}
        >
          {t('card.class')}
        </Button>
      )}
    </li>
  );
}
