import { NativeSelect, Skeleton, Text } from '@mantine/core';
import { IconCalendarWeek, IconListNumbers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Leaderboard } from '@tutti/client/admin';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import classes from '../../desk/board/board.module.css';
import { BoardControls, BoardFacts, BoardLists } from '../../desk/board/board-parts.tsx';
import { type BoardSelection, school, useBoard } from '../../desk/board/use-board.ts';
import { useNumber } from '../../desk/percent.ts';
import cards from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { classes as schoolClasses } from '../../desk/tutti.ts';
import { BackHome } from '../back-home.tsx';
import { myClassesKey } from '../my-classes.ts';
import { useOwnBoards, WhoSeesMe } from './who-sees-me.tsx';

/** [LDB-1] */
export function Component() {
  const { t } = useTranslation('board');
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={<BackHome>{t('back')}</BackHome>} />
      <div className={cards.cards}>
        <Boards />
      </div>
    </>
  );
}

interface Choice {
  value: string;
  label: string;
}

function Boards() {
  const { t } = useTranslation('board');
  const [search, setSearch] = useSearchParams();
  const own = useOwnBoards();
  const mine = useQuery({
    queryKey: [...myClassesKey, 'boards'],
    queryFn: () => schoolClasses.classes({ limit: 100 }),
  });
  return (
    <QueryView query={mine} skeleton={<Skeleton height={400} radius="lg" />}>
      {({ items }) => {
        const all: Choice[] = items
          .filter(({ role }) => role === 'student')
          .map(({ id, name }) => ({ value: id, label: name }));
        if (own.data?.school && own.data.allowed.school) all.push({ value: school, label: t('school') });
        const chosen = all.find(({ value }) => value === search.get('of')) ?? all[0];
        return (
          <Board chosen={chosen}>
            {chosen && all.length > 1 && (
              <NativeSelect
                label={t('choose.board')}
                value={chosen.value}
                data={all}
                onChange={({ currentTarget: { value } }) =>
                  setSearch({ of: value }, { replace: true, preventScrollReset: true })
                }
              />
            )}
          </Board>
        );
      }}
    </QueryView>
  );
}

/** What one decides stays where it is, whatever boards there are after that. */
function Board({ chosen, children }: { chosen: Choice | undefined; children: ReactNode }) {
  const { t } = useTranslation('board');
  const { query, choice } = useBoard(chosen?.value ?? null);
  return (
    <>
      <Card title={chosen?.label ?? t('title')} Icon={IconListNumbers}>
        {children}
        {chosen ? (
          <>
            <BoardControls choice={choice} />
            <QueryView query={query} skeleton={<Skeleton height={320} />}>
              {(board) => (
                <>
                  <BoardLists board={board} week={choice.week} />
                  <BoardFacts board={board} />
                </>
              )}
            </QueryView>
          </>
        ) : (
          <Text>{t('noClass')}</Text>
        )}
      </Card>
      <div className={cards.cards} style={{ gridTemplateColumns: '1fr' }}>
        {chosen && (
          <Card title={t(`own.title.${choice.week}`)} Icon={IconCalendarWeek}>
            <QueryView query={query} skeleton={<Skeleton height={160} />}>
              {({ own }) => own && <OwnWeek own={own} week={choice.week} />}
            </QueryView>
          </Card>
        )}
        <WhoSeesMe />
      </div>
    </>
  );
}

interface OwnWeekProps {
  own: NonNullable<Leaderboard['own']>;
  week: BoardSelection['week'];
}

function OwnWeek({ own, week }: OwnWeekProps) {
  const { t } = useTranslation('board');
  const number = useNumber();
  if (own.xp === 0 && own.effort === 0) return <Text>{t(`own.none.${week}`)}</Text>;
  return (
    <dl className={classes.figures}>
      {(['days', 'tried', 'mended', 'effort', 'xp'] as const).map((figure) => (
        <div key={figure}>
          <dt>{t(`own.${figure}`)}</dt>
          <dd>{number(own[figure])}</dd>
        </div>
      ))}
    </dl>
  );
}
