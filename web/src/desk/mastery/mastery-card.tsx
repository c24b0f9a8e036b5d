import { Button, Skeleton, Text } from '@mantine/core';
import { IconPlant2 } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { MasteryOfLearner } from '@tutti/client/admin';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language.ts';
import { Card } from '../shell/card.tsx';
import { QueryView } from '../states/query-view.tsx';
import { mastery } from '../tutti.ts';
import classes from './stage.module.css';
import { KnownRow } from './stage-sign.tsx';

type Whose = 'mine' | 'child';

/** [MST-1] What a learner knows by topic, and by objective for whoever asks. */
export function MyMasteryCard() {
  const { t } = useTranslation('mastery');
  const locale = useLanguage();
  const query = useQuery({ queryKey: ['mastery', locale], queryFn: () => mastery.mine({ locale }) });
  return <MasteryCard title={t('card.mine')} whose="mine" query={query} />;
}

/** The same, as a guardian sees it. */
export function ChildMasteryCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('mastery');
  const locale = useLanguage();
  const query = useQuery({
    queryKey: ['mastery', childId, locale],
    queryFn: () => mastery.ofChild(childId, { locale }),
  });
  return <MasteryCard title={t('card.child', { child: name })} whose="child" query={query} />;
}

interface MasteryCardProps {
  title: string;
  whose: Whose;
  query: UseQueryResult<MasteryOfLearner>;
}

function MasteryCard({ title, whose, query }: MasteryCardProps) {
  return (
    <Card title={title} Icon={IconPlant2} wide>
      <QueryView query={query} skeleton={<Skeleton height={120} />}>
        {(found) => <Known known={found} whose={whose} />}
      </QueryView>
    </Card>
  );
}

function Known({ known: { topics, objectives }, whose }: { known: MasteryOfLearner; whose: Whose }) {
  const { t } = useTranslation('mastery');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (topics.length + objectives.length === 0) return <Text>{t(`card.none.${whose}`)}</Text>;
  return (
    <>
      <Text c="dimmed">{t(`card.lead.${whose}`)}</Text>
      <ul className={classes.list}>
        {topics.map((one) => (
          <KnownRow key={one.topic} name={one.name} known={one} />
        ))}
      </ul>
      <Button variant="default" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'card.less' : 'card.objectives')}
      </Button>
      <ul id={id} className={classes.list} hidden={!isOpen}>
        {objectives.map((one) => (
          <KnownRow key={one.objective} name={one.text} known={one} />
        ))}
      </ul>
    </>
  );
}
