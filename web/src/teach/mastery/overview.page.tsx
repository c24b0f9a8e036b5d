import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClassMastery } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { mastery } from '../../desk/tutti.ts';
import { ClassNav } from '../following/class-nav.tsx';
import records from '../records/records.module.css';
import { Section } from '../records/section.tsx';
import { KnowledgeMap } from './knowledge-map.tsx';
import { LearnerDrawer } from './learner-drawer.tsx';
import type { Chosen } from './learner-row.ts';

const shownStuck = 3;

/** [MST-3] A class by objectives: what to repeat, who is stuck, and everybody's map. */
export function Component() {
  const { id = '' } = useParams();
  const locale = useLanguage();
  const found = useQuery({
    queryKey: ['class-mastery', id, locale],
    queryFn: () => mastery.ofClass(id, { locale }),
  });
  return (
    <QueryView query={found} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(overview) => <Overview overview={overview} />}
    </QueryView>
  );
}

function Overview({ overview }: { overview: ClassMastery }) {
  const { t } = useTranslation('mastery');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { group, objectives, learners, repeat } = overview;
  return (
    <>
      <PageHeading title={t('overview.title', { name: group.name })} lead={t('overview.lead')} />
      <ClassNav classId={group.id} />
      {objectives.length === 0 ? (
        <Panel mood="waiting" title={t('overview.none')}>
          {t(learners.length === 0 ? 'overview.noLearners' : 'overview.noneHint')}
        </Panel>
      ) : (
        <Stack gap="xl">
          <Repeat items={repeat} />
          <Stuck overview={overview} onChoose={setChosen} />
          <KnowledgeMap overview={overview} onChoose={setChosen} />
        </Stack>
      )}
      <LearnerDrawer
        classId={group.id}
        chosen={chosen}
        objectives={objectives}
        onClose={() => setChosen(null)}
      />
    </>
  );
}

function Repeat({ items }: { items: ClassMastery['repeat'] }) {
  const { t } = useTranslation('mastery');
  return (
    <Section title={t('overview.repeatTitle')}>
      {items.length === 0 ? (
        <Text>{t('overview.repeatNone')}</Text>
      ) : (
        <>
          <Text c="dimmed">{t('overview.repeatLead')}</Text>
          <ol className={records.again}>
            {items.map(({ objective, text, learners, questions, missions }) => (
              <li key={objective}>
                <Text fw={650}>{text}</Text>
                <Text size="sm" c="dimmed">
                  {t('overview.repeatFigures', { learners, questions })}
                </Text>
                <Group gap="md">
                  {missions.map(({ id, title }) => (
                    <Anchor key={id} component={Link} to={`/teach/missions/${id}`} className={records.play}>
                      {t('overview.play', { title })}
                    </Anchor>
                  ))}
                </Group>
              </li>
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}

interface StuckProps {
  overview: ClassMastery;
  onChoose: (chosen: Chosen) => void;
}

function Stuck({ overview: { learners, objectives }, onChoose }: StuckProps) {
  const { t } = useTranslation('mastery');
  const texts = new Map(objectives.map(({ objective, text }) => [objective, text]));
  const stuck = learners
    .filter((learner) => learner.stuck.length > 0)
    .sort((a, b) => b.stuck.length - a.stuck.length);
  return (
    <Section title={t('overview.stuckTitle')}>
      {stuck.length === 0 ? (
        <Text>{t('overview.stuckNone')}</Text>
      ) : (
        <>
          <Text c="dimmed">{t('overview.stuckLead')}</Text>
          <ul className={records.again}>
            {stuck.map((learner) => (
              <li key={learner.userId}>
                <Anchor
                  component="button"
                  type="button"
                  className={records.play}
                  onClick={() => onChoose({ learner, objective: learner.stuck[0]! })}
                >
                  <bdi>{learner.name}</bdi>
                </Anchor>
                <Text size="sm">
                  {learner.stuck
                    .slice(0, shownStuck)
                    .map((objective) => texts.get(objective))
                    .join(' · ')}{' '}
                  {learner.stuck.length > shownStuck &&
                    t('overview.stuckMore', { count: learner.stuck.length - shownStuck })}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
