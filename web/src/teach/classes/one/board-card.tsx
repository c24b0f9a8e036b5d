import { Skeleton, Switch } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BoardControls, BoardFacts, BoardLists } from '../../../desk/board/board-parts.tsx';
import { boardKey, useBoard } from '../../../desk/board/use-board.ts';
import { Card } from '../../../desk/shell/card.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { leaderboards } from '../../../desk/tutti.ts';

/** [LDB-3] What the class sees of its week, and whether there is a board at all. */
export function BoardCard({ classId }: { classId: string }) {
  const { t } = useTranslation('board');
  const { query, choice } = useBoard(classId);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (shown: boolean) => leaderboards.showInClass(classId, shown),
    onSettled: () => client.invalidateQueries({ queryKey: [...boardKey, classId] }),
  });
  return (
    <Card title={t('title')} Icon={IconListNumbers}>
      <QueryView query={query} skeleton={<Skeleton height={240} />}>
        {(board) => (
          <>
            <Switch
              label={t('teacher.label')}
              description={t('teacher.hint')}
              checked={change.isPending ? change.variables : board.state === 'on'}
              onChange={({ currentTarget: { checked } }) => change.mutate(checked)}
            />
            {change.error && <Refusal error={change.error} />}
            {board.state === 'on' && (
              <>
                <BoardControls choice={choice} />
                <BoardLists board={board} week={choice.week} />
                <BoardFacts board={board} />
              </>
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}
