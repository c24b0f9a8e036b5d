import { Skeleton, Switch, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BoardChoice } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { boardKey } from '../../desk/board/use-board.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { leaderboards } from '../../desk/tutti.ts';

const key = ['own-boards'];
export const useOwnBoards = () => useQuery({ queryKey: key, queryFn: leaderboards.own });

/** [LDB-3] */
export function WhoSeesMe() {
  const { t } = useTranslation('board');
  const client = useQueryClient();
  const own = useOwnBoards();
  const change = useMutation({
    mutationFn: (wanted: BoardChoice) => leaderboards.showMe(wanted),
    onSuccess: (now) => client.setQueryData(key, now),
    // refused: grown-ups have changed what is allowed
    onSettled: () => Promise.all([key, boardKey].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
  return (
    <Card title={t('show.title')} Icon={IconEye}>
      <Text>{t('show.lead')}</Text>
      {change.error && <Refusal error={change.error} />}
      <QueryView query={own} skeleton={<Skeleton height={96} />}>
        {({ allowed, ...said }) => {
          const shown = change.isPending ? change.variables : { class: said.class, school: said.school };
          return (['class', 'school'] as const).map((board) => (
            <Switch
              key={board}
              size="lg"
              label={t(`show.${board}`)}
              description={t(allowed[board] ? `show.${board}Hint` : 'show.askGrownUp')}
              checked={shown[board] && allowed[board]}
              disabled={!allowed[board]}
              onChange={({ currentTarget: { checked } }) => change.mutate({ ...shown, [board]: checked })}
            />
          ));
        }}
      </QueryView>
    </Card>
  );
}
