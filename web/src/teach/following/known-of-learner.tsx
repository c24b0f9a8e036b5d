import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import stage from '../../desk/mastery/stage.module.css';
import { KnownRow } from '../../desk/mastery/stage-sign.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { mastery } from '../../desk/tutti.ts';
import { OneObjective } from '../mastery/one-objective.tsx';
import { Section } from '../records/section.tsx';

/** What a learner knows by topic and by objective, with the answers behind each objective. */
export function KnownOfLearner({ classId, userId, name }: { classId: string; userId: string; name: string }) {
  const { t } = useTranslation('following');
  const locale = useLanguage();
  const query = useQuery({
    queryKey: ['mastery-of-learner', userId, locale],
    queryFn: () => mastery.ofLearner(userId, { locale }),
  });
  return (
    <Section title={t('learner.knownTitle', { name })}>
      <QueryView query={query} skeleton={<Skeleton height={160} />}>
        {({ topics, objectives }) =>
          topics.length + objectives.length === 0 ? (
            <Text>{t('learner.knownNone')}</Text>
          ) : (
            <>
              <Title order={3} size="h4">
                {t('learner.topics')}
              </Title>
              <ul className={stage.list}>
                {topics.map((one) => (
                  <KnownRow key={one.topic} name={one.name} known={one} />
                ))}
              </ul>
              <Title order={3} size="h4" mt="md">
                {t('learner.objectives')}
              </Title>
              <ul className={stage.list}>
                {objectives.map((one) => (
                  <OneObjective
                    key={one.objective}
                    classId={classId}
                    userId={userId}
                    objective={one.objective}
                    text={one.text}
                    known={one}
                  />
                ))}
              </ul>
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
