import { Button, Skeleton, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Practice } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../desk/shell/card.tsx';
import { codeOf } from '../desk/states/problem.ts';
import { QueryView } from '../desk/states/query-view.tsx';
import { Refusal } from '../desk/states/refusal.tsx';
import { mastery } from '../desk/tutti.ts';
import { keepSeat } from '../player/kept-seat.ts';

export const practiceAnchor = 'practice';

/** [MST-2] What wants another try today, played on the player's page. */
export function PracticeCard() {
  const { t } = useTranslation('mastery');
  const found = useQuery({ queryKey: ['practice'], queryFn: mastery.practice });
  const start = useMutation({
    mutationFn: () => mastery.startPractice(),
    onSuccess: ({ resumeToken, nickname }) => {
      keepSeat({ token: resumeToken, pin: '', nickname, inGroup: false });
      window.location.assign('/play');
    },
    onError: () => found.refetch(),
  });
  return (
    <Card title={t('practice.title')} Icon={IconRepeat} anchor={practiceAnchor}>
      <QueryView query={found} skeleton={<Skeleton height={80} />}>
        {(practice) => (
          <>
            <Text>{words(practice)}</Text>
            {(practice.state === 'open' || practice.state === 'begun') && (
              <Button
                style={{ alignSelf: 'start' }}
                loading={start.isPending || start.isSuccess}
                onClick={() => start.mutate()}
              >
                {t(practice.state === 'open' ? 'practice.start' : 'practice.goOn')}
              </Button>
            )}
          </>
        )}
      </QueryView>
      {start.error &&
        (codeOf(start.error)?.startsWith('practice/') ? (
          <Text role="alert">{t('practice.gone')}</Text>
        ) : (
          <Refusal error={start.error} />
        ))}
    </Card>
  );

  function words({ state, due, done, right, questions: of }: Practice): string {
    if (state === 'nothing') return t('practice.nothing');
    if (state === 'begun') return t('practice.begun', { done, of });
    if (state === 'done') return t('practice.done', { right, of });
    return due > 0 ? t('practice.due', { count: due }) : t('practice.fresh');
  }
}
