import { Chip, Group, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { HomeworkProgress } from '@tutti/client/admin';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { usePercent } from '../../desk/percent.ts';
import { Card } from '../../desk/shell/card.tsx';
import { countStates, inOrder, type LearnerState, learnerStates, rightShareOf, stateOf } from './progress.ts';
import { ProgressTable } from './progress-table.tsx';

/** Who is through, who is at it, who did not begin. */
export function ProgressCard({ progress: { session, learners } }: { progress: HomeworkProgress }) {
  const { t } = useTranslation('homework');
  const locale = useLanguage();
  const percent = usePercent();
  const [wanted, setWanted] = useState<LearnerState | ''>('');
  const counts = useMemo(() => countStates(learners), [learners]);
  const ordered = useMemo(() => inOrder(learners, locale), [learners, locale]);
  const shown = wanted === '' ? ordered : ordered.filter((one) => stateOf(one) === wanted);
  const share = rightShareOf(learners);
  return (
    <Card title={t('progress.title')} Icon={IconListCheck}>
      {learners.length === 0 ? (
        <Text>{t('progress.none')}</Text>
      ) : (
        <>
          <Chip.Group value={wanted} onChange={(value) => setWanted(value as LearnerState | '')}>
            <Group gap="xs" role="radiogroup" aria-label={t('progress.show')}>
              <Chip value="">
                {t('progress.all')} · {learners.length}
              </Chip>
              {learnerStates.map((state) => (
                <Chip key={state} value={state}>
                  {t(`progress.${state}`)} · {counts[state]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          {share !== null && <Text>{t('progress.mean', { percent: percent(share) })}</Text>}
          <ProgressTable learners={shown} of={session.questions} />
        </>
      )}
    </Card>
  );
}
