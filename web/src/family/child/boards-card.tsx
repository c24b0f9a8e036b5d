import { Skeleton, Text } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BoardChoice, FamilyChildDetail } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import '../../desk/board/texts.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { leaderboards } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { FamilyRefusal } from '../family-refusal.tsx';
import { ScopeRow } from '../scope-row.tsx';
import { missingForBoards } from './consent-standing.ts';
import { SavedSign } from './saved-sign.tsx';

/** [LDB-4] Who sees what a child did in a week. */
export function BoardsCard({ child: { id, name, consents } }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('board');
  const { t: words } = useTranslation('family');
  const client = useQueryClient();
  const key = ['child-boards', id];
  const boards = useQuery({ queryKey: key, queryFn: () => leaderboards.ofChild(id) });
  const save = useMutation({
    mutationFn: ({ wanted }: { wanted: BoardChoice; moved: keyof BoardChoice }) =>
      leaderboards.allowChild(id, wanted),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  const state = save.isPending ? 'saving' : save.isSuccess ? 'saved' : save.isError ? 'failed' : undefined;
  const missing = missingForBoards(consents);
  return (
    <Card title={t('title')} Icon={IconListNumbers}>
      <Text c="dimmed">{t('family.lead')}</Text>
      {missing && (
        <Text mt="sm">
          {t(`family.needs.${missing}`, {
            scope: words('scopes.live_rooms.title'),
            card: missing === 'control' ? words('controls.title') : words('consents.title', { child: name }),
          })}
        </Text>
      )}
      {save.error && <FamilyRefusal error={save.error} />}
      <QueryView query={boards} skeleton={<Skeleton height={160} />}>
        {({ mine, effective }) => {
          const shown = save.isPending ? save.variables.wanted : mine;
          return (
            <div className={classes.choices}>
              {(['class', 'school'] as const).map((board) => (
                <ScopeRow
                  key={board}
                  title={t(`family.${board}`)}
                  checked={shown[board] && missing === null}
                  disabled={missing !== null}
                  onChange={(on) => save.mutate({ wanted: { ...shown, [board]: on }, moved: board })}
                  foot={
                    <>
                      {missing === null && shown[board] && mine[board] && !effective[board] && (
                        <Text size="sm">{t('family.stricter')}</Text>
                      )}
                      <SavedSign state={save.variables?.moved === board ? state : undefined} />
                    </>
                  }
                >
                  <p>{t(`family.${board}Hint`, { child: name })}</p>
                </ScopeRow>
              ))}
            </div>
          );
        }}
      </QueryView>
    </Card>
  );
}
